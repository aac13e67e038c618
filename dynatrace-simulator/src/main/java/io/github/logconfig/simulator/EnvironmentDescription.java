package io.github.logconfig.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.agents.WorkloadJson;
import io.github.logconfig.simulator.internal.auth.OAuthTokens;
import io.github.logconfig.simulator.internal.auth.TokenAuthentication;
import io.github.logconfig.simulator.internal.entities.EntityJson;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.ServiceSettings;
import io.github.logconfig.simulator.internal.settings.SettingsSchema;
import io.github.logconfig.simulator.internal.settings.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an environment holds at the start: tokens, entities, schemas, settings objects. Not
 * thread-safe.
 *
 * @param <B> the builder that this is the first part of
 */
abstract class EnvironmentDescription<B> {

  final Map<String, List<String>> tokens = new LinkedHashMap<>();
  final Map<String, OAuthTokens.Client> oauthClients = new LinkedHashMap<>();
  final List<SimulatedEntity> entities = new ArrayList<>();
  final List<SettingsSchema> schemas = new ArrayList<>();
  final List<ServiceSettings.Seed> seeds = new ArrayList<>();

  final List<SimulatedWorkload> workloads = new ArrayList<>();

  SimulatedQueries queries = SimulatedQueries.DEFAULT;
  String environmentId = "";
  boolean tokenLookup = true;

  EnvironmentDescription() {}

  abstract B self();

  /**
   * Sets the id of the environment. OAuth tokens with the resource {@code urn:dtenvironment:ID} of
   * another environment are rejected.
   *
   * @param id for example {@code abc12345}; by default tokens for any environment are accepted
   * @return this builder
   * @throws IllegalArgumentException if the id contains other characters than letters, digits and
   *     hyphens
   */
  public B environmentId(String id) {
    if (!id.matches("[A-Za-z0-9-]*")) {
      throw new IllegalArgumentException(
          "\"" + id + "\" contains other characters than letters, digits and hyphens");
    }
    environmentId = id;
    return self();
  }

  /**
   * Removes the endpoint for token look-ups, which is deprecated: it responds with 410.
   *
   * @return this builder
   */
  public B withoutTokenLookup() {
    tokenLookup = false;
    return self();
  }

  /**
   * Accepts a token that may read entities, and read and write settings. API tokens ({@code
   * dt0c01.…}) are accepted as {@code Api-Token} on the classic route and below {@code /e/ID},
   * platform tokens ({@code dt0s16.…}) as {@code Bearer} on the classic and the platform route.
   *
   * @param token the token; without any, every token is accepted
   * @return this builder
   */
  public B token(String token) {
    tokens.put(token, TokenAuthentication.allScopes(token));
    return self();
  }

  /**
   * Accepts a token that has only these scopes.
   *
   * @param token the token
   * @param scopes its scopes, for example {@code settings.read} of an API token or {@code
   *     settings:objects:read} of a platform token; none to let it only look tokens up
   * @return this builder
   */
  public B tokenWithScopes(String token, String... scopes) {
    tokens.put(token, List.of(scopes));
    return self();
  }

  /**
   * Lets a client ask for OAuth tokens at {@code /sso/oauth2/token} with client credentials.
   * Without any client and any token, every client is granted what it asks for.
   *
   * @param id the client's id
   * @param secret its secret
   * @param scopes what it may be granted, for example {@code settings:objects:read}
   * @return this builder
   */
  public B oauthClient(String id, String secret, String... scopes) {
    oauthClients.put(id, new OAuthTokens.Client(secret, List.of(scopes)));
    return self();
  }

  /**
   * Adds a host group. Its entity id follows from its name.
   *
   * @param name the name of the host group
   * @return this builder
   */
  public B hostGroup(String name) {
    return entity(SimulatedEntity.hostGroup(name));
  }

  /**
   * Adds a Kubernetes cluster and its connection settings. Its entity id and its UID are derived
   * from its name.
   *
   * @param name the display name of the cluster
   * @return this builder
   */
  public B kubernetesCluster(String name) {
    return entity(SimulatedEntity.kubernetesCluster(name));
  }

  /**
   * Adds a Kubernetes cluster and its connection settings. Several clusters may have the same
   * display name; the entity id is derived from the UID.
   *
   * @param name the display name of the cluster
   * @param uid the UID of its namespace {@code kube-system}
   * @return this builder
   */
  public B kubernetesCluster(String name, String uid) {
    return entity(SimulatedEntity.kubernetesCluster(name, uid));
  }

  /**
   * Adds a host. The entities that it refers to have to be added before.
   *
   * @param name its display name
   * @param hostGroup name or id of its host group; empty for none
   * @param kubernetesCluster UID, id or unique name of its Kubernetes cluster; empty for none
   * @return this builder
   * @throws IllegalArgumentException if one of them is unknown, or the name is not unique
   */
  public B host(String name, String hostGroup, String kubernetesCluster) {
    return entity(EntityJson.host(name, hostGroup, kubernetesCluster, entities));
  }

  /**
   * Adds the entities of a JSON list, as {@code POST /__simulator/entities} takes it.
   *
   * @param json the list
   * @return this builder
   * @throws IllegalArgumentException if the list is invalid
   */
  public B entities(JsonNode json) {
    entities.addAll(EntityJson.read(json, entities));
    return self();
  }

  /**
   * Adds an entity.
   *
   * @param entity the entity; replaces one of the same id
   * @return this builder
   */
  public B entity(SimulatedEntity entity) {
    entities.add(entity);
    return self();
  }

  /**
   * Adds a workload whose log records queries find if its agent ships them.
   *
   * @param workload the workload
   * @return this builder
   */
  public B workload(SimulatedWorkload workload) {
    workloads.add(workload);
    return self();
  }

  /**
   * Adds the workloads of a JSON document, as {@code PUT /__simulator/workloads} takes it, and sets
   * how queries are executed. The entities that they refer to have to be added before.
   *
   * @param json the document
   * @return this builder
   * @throws IllegalArgumentException if the document is invalid
   */
  public B workloads(JsonNode json) {
    WorkloadJson read = WorkloadJson.read(json, entities);
    workloads.addAll(read.workloads());
    return queries(read.queries());
  }

  /**
   * Sets how queries are executed.
   *
   * @param settings {@link SimulatedQueries#DEFAULT} by default
   * @return this builder
   */
  public B queries(SimulatedQueries settings) {
    queries = settings;
    return self();
  }

  /**
   * Adds a log rule behind the others of its scope.
   *
   * @param rule the rule
   * @return this builder
   */
  public B rule(SimulatedRule rule) {
    seeds.add(rule.seed());
    return self();
  }

  /**
   * Adds a settings object behind the others of its schema and scope.
   *
   * @param schemaId its schema
   * @param scope {@code environment} or the id of an entity
   * @param value its value
   * @return this builder
   */
  public B settingsObject(String schemaId, String scope, JsonNode value) {
    ObjectNode item = ApiResponse.JSON.createObjectNode();
    item.put("schemaId", schemaId).put("scope", scope).set("value", value);
    seeds.add(new ServiceSettings.Seed(item, StoredObject.Protection.NONE));
    return self();
  }

  /**
   * Adds a settings schema. Values are checked against its types, enums and constraints.
   *
   * @param schema the schema as the service returns it
   * @return this builder
   * @throws IllegalArgumentException if it is no schema
   */
  public B schema(JsonNode schema) {
    schemas.add(SettingsSchema.of(schema));
    return self();
  }

  /**
   * Adds the settings schema of a file.
   *
   * @param file a schema in JSON as the service returns it
   * @return this builder
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no schema
   */
  public B schema(Path file) throws IOException {
    try {
      return schema(ApiResponse.JSON.readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is not JSON", e);
    }
  }
}
