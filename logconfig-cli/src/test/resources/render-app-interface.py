"""Renders templates of app-interface as its integration for OpenShift resources does.

Arguments: directory of resources, directory of data, name of a cluster. Prints a JSON list of the objects of all templates.
"""
import hashlib
import json
import pathlib
import re
import sys

import jinja2
import yaml
from jinja2.sandbox import SandboxedEnvironment

resources, data, cluster_name = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]


def documents(schema):
    for path in sorted(data.rglob("*.yml")):
        document = yaml.safe_load(path.read_text())
        if document["$schema"] == schema:
            yield "/" + str(path.relative_to(data)), document


def resolve(reference):
    return yaml.safe_load((data / reference["$ref"].lstrip("/")).read_text()) if reference else None


def select(value, fields):
    """Returns the selected fields of a value; all others are unknown, as in an answer of GraphQL."""
    if value is None or not isinstance(fields, dict):
        return value
    if isinstance(value, list):
        return [select(item, fields) for item in value]
    return {name: select(value.get(name), below) for name, below in fields.items()}


def selection(tokens):
    """Parses the fields between braces."""
    fields = {}
    for token in tokens:
        if token == "}":
            break
        if token == "{":
            fields[last] = selection(tokens)
        else:
            fields[token] = True
            last = token
    return fields


def query(path, **variables):
    text = jinja2.Template((resources / path.lstrip("/")).read_text()).render(**variables)
    root = re.fullmatch(r'\{\s*\w+: clusters_v1\(name: "([^"]+)"\) \{(.*)\}\s*', text, re.DOTALL)
    fields = selection(iter(re.findall(r"\w+|[{}]", root.group(2))))
    found = []
    for path, cluster in documents("/openshift/cluster-1.yml"):
        if cluster["name"] == root.group(1):
            cluster["dynatraceEnvironment"] = resolve(cluster.get("dynatraceEnvironment"))
            cluster["namespaces"] = [
                namespace
                for _, namespace in documents("/openshift/namespace-1.yml")
                if namespace["cluster"]["$ref"] == path
            ]
            found.append(select(cluster, fields))
    return found


def hash_list(elements):
    return hashlib.sha256(("a" + "".join(sorted(str(element) for element in elements))).encode()).hexdigest()


environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined)
variables = {
    "query": query,
    "hash_list": hash_list,
    "resource": {"namespace": {"name": "dynatrace", "cluster": {"name": cluster_name}}},
}
print(
    json.dumps(
        [
            yaml.safe_load(environment.from_string(path.read_text()).render(variables))
            for path in sorted(resources.rglob("*.j2"))
        ]
    )
)
