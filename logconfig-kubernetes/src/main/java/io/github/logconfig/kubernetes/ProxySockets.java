package io.github.logconfig.kubernetes;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Creates sockets that are connected through proxies that OkHttp or Java support only in part. */
abstract class ProxySockets extends SocketFactory {

  /** A proxy that was connected to rejects the user, or cannot connect to the server. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Returns sockets for an https proxy; its host name is verified during the TLS handshake. */
  static ProxySockets tls(SSLSocketFactory sockets) {
    return new ProxySockets() {
      @Override
      public Socket createSocket() throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
      }
    };
  }

  /**
   * Returns sockets that connect through a SOCKS 5 proxy. The client must not resolve names: see
   * {@link #unresolved}. Java itself supports such proxies only with one user for the whole
   * process.
   */
  static ProxySockets socks(InetSocketAddress proxy, Optional<PasswordAuthentication> user) {
    return new ProxySockets() {
      @Override
      public Socket createSocket() {
        return new SocksSocket(proxy, user);
      }
    };
  }

  /** Returns a placeholder for the address of a name that the proxy resolves. */
  static InetAddress unresolved(String host) {
    try {
      return InetAddress.getByAddress(host, new byte[4]);
    } catch (IOException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  /** A connection as of RFC 1928, with user and password as of RFC 1929. */
  private static final class SocksSocket extends Socket {

    private static final int VERSION = 5;
    private static final int WITHOUT_USER = 0;
    private static final int WITH_USER = 2;
    private static final int LONGEST = 255;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final InetSocketAddress proxy;
    private final Optional<PasswordAuthentication> user;

    SocksSocket(InetSocketAddress proxy, Optional<PasswordAuthentication> user) {
      this.proxy = proxy;
      this.user = user;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(new InetSocketAddress(proxy.getHostString(), proxy.getPort()), timeout);
      int former = getSoTimeout();
      setSoTimeout(timeout);
      try {
        DataInputStream in = new DataInputStream(getInputStream());
        authenticate(in, getOutputStream());
        connect((InetSocketAddress) endpoint, in, getOutputStream());
      } catch (SocketTimeoutException e) {
        throw new SocketTimeoutException("connect timed out");
      } finally {
        setSoTimeout(former);
      }
    }

    private void authenticate(DataInputStream in, OutputStream out) throws IOException {
      out.write(
          user.isPresent()
              ? new byte[] {VERSION, 2, WITHOUT_USER, WITH_USER}
              : new byte[] {VERSION, 1, WITHOUT_USER});
      if (in.readUnsignedByte() != VERSION) {
        throw new RefusedException("is not a SOCKS 5 proxy");
      }
      int method = in.readUnsignedByte();
      if (method == WITH_USER && user.isPresent()) {
        byte[] name = user.get().getUserName().getBytes(StandardCharsets.UTF_8);
        byte[] password = new String(user.get().getPassword()).getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST || password.length > LONGEST) {
          throw new RefusedException("accepts user and password of at most 255 bytes");
        }
        ByteBuffer request = ByteBuffer.allocate(3 + name.length + password.length);
        request.put((byte) 1).put((byte) name.length).put(name);
        request.put((byte) password.length).put(password);
        out.write(request.array());
        in.readUnsignedByte();
        if (in.readUnsignedByte() != 0) {
          throw new RefusedException("requires another user and password (SOCKS 5)");
        }
      } else if (method != WITHOUT_USER) {
        throw new RefusedException("requires user and password (SOCKS 5)");
      }
    }

    private static void connect(InetSocketAddress server, DataInputStream in, OutputStream out)
        throws IOException {
      byte[] name = server.getHostString().getBytes(StandardCharsets.US_ASCII);
      InetAddress address = server.getAddress();
      boolean isName = address == null || address.isAnyLocalAddress();
      byte[] host = isName ? name : address.getAddress();
      ByteBuffer request = ByteBuffer.allocate(7 + host.length);
      request.put((byte) VERSION).put((byte) 1).put((byte) 0);
      if (isName) {
        request.put((byte) NAME).put((byte) host.length);
      } else {
        request.put((byte) (address instanceof Inet6Address ? IPV6 : IPV4));
      }
      request.put(host).putShort((short) server.getPort());
      out.write(request.array(), 0, request.position());
      in.readUnsignedByte();
      int reply = in.readUnsignedByte();
      if (reply != 0) {
        throw new RefusedException("cannot connect to the server: " + reason(reply));
      }
      in.readUnsignedByte();
      int type = in.readUnsignedByte();
      // the address and port that the proxy uses
      in.readFully(new byte[2 + (type == IPV4 ? 4 : type == IPV6 ? 16 : in.readUnsignedByte())]);
    }

    private static String reason(int reply) {
      return switch (reply) {
        case 2 -> "its rules do not allow it";
        case 3 -> "the network is unreachable";
        case 4 -> "the host is unreachable";
        case 5 -> "connection refused";
        case 6 -> "timed out";
        default -> "SOCKS 5 reply " + reply;
      };
    }
  }
}
