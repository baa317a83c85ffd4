"""What runs the course elsewhere: Binder, a hub, graders in a cluster, a dev container.

The files are read here, not run: that they parse, and agree with each other, with the lock, and
with the programs that they start.
"""

import fnmatch
import json
import os
import re
import shlex
import tomllib
from pathlib import Path

import dask.config
import yaml
from distributed.cli import dask_scheduler, dask_worker  # from here on dask.config knows its settings
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
README = (DEPLOY / "README.md").read_text("utf-8")
VALUES = yaml.safe_load((DEPLOY / "values.yaml").read_text("utf-8"))
OBJECTS = {(one["kind"], one["metadata"]["name"]): one for one in yaml.safe_load_all((DEPLOY / "grading.yaml").read_text("utf-8"))}
INSTRUCTOR = VALUES["hub"]["config"]["KubeSpawner"]["group_overrides"]["unrolled-instructors"]["spawner_override"]


def recipe(path):
    """(instruction, words) of a Containerfile, continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    return [(line.split()[0], line.split()[1:]) for line in text.splitlines() if line.strip()]


def pod(name):
    return OBJECTS["Deployment", name]["spec"]["template"]


def namespace(name):
    return OBJECTS["Deployment", name]["metadata"]["namespace"]


def containers(name):
    spec = pod(name)["spec"]
    return spec.get("initContainers", []) + spec["containers"]


def locked(name, lock="deploy/requirements.txt"):
    return re.search(rf"^{name}==(\S+)", (ROOT / lock).read_text("utf-8"), re.M)[1]


def make_targets(command):
    return re.findall(r"\bmake ([\w-]+)", command)


# ---------------------------------------------------------------- Binder, by the rules of repo2docker


def test_binder_gets_a_python_that_the_course_supports():
    found = re.fullmatch(r"python-(3\.\d+)\n?", (ROOT / "binder" / "runtime.txt").read_text())
    assert found, "repo2docker takes python-X.Y, with no third number"
    assert SpecifierSet(PROJECT["requires-python"]).contains(found[1]) and found[1] in re.findall(r"python(3\.\d+)", MAKEFILE)


def test_binder_takes_the_requirements_and_runs_the_script():
    # Files that repo2docker prefers to requirements.txt, and the folder that may not be beside this one.
    others = ["Dockerfile", "environment.yml", "environment.yaml", "Pipfile", "Pipfile.lock", "setup.py", "default.nix", "Project.toml"]
    assert not [name for name in others if (ROOT / "binder" / name).exists()] and not (ROOT / ".binder").exists()
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK) and script.read_bytes().startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in script.read_bytes()


# ---------------------------------------------------------------- the images


def test_the_images_are_built_from_the_locks_alone():
    installs = [" ".join(words) for instruction, words in recipe(DEPLOY / "Containerfile") if instruction == "RUN" and "pip" in words]
    locks = [found[1] for text in installs if (found := re.search(r"--require-hashes --requirement /opt/locks/(\S+)", text))]
    assert locks == ["requirements.txt", "requirements-grading.txt"]
    rest = [text for text in installs if "--require-hashes" not in text]
    assert rest and all("--no-deps --no-build-isolation" in text and text.endswith("/opt/unrolled") for text in rest)
    assert not re.search(r"https?:|://", (DEPLOY / "Containerfile").read_text("utf-8"))


def test_the_package_can_be_built_with_what_the_images_hold():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked(requirement.name)), requirement


def test_the_graders_image_changes_nothing_of_the_hubs_but_adds_what_grading_needs():
    pins = {lock: set(re.findall(r"^[\w.-]+==\S+", (DEPLOY / lock).read_text("utf-8"), re.M)) for lock in ("requirements.txt", "requirements-grading.txt")}
    assert pins["requirements.txt"] < pins["requirements-grading.txt"]
    for requirement in map(Requirement, PROJECT["optional-dependencies"]["grading"]):
        assert requirement.specifier.contains(locked(requirement.name, "deploy/requirements-grading.txt")), requirement


def test_what_the_recipe_copies_is_there_and_reaches_the_builder():
    ignored, admitted = [], []
    for line in (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            (admitted if line.startswith("!") else ignored).append(line.removeprefix("!"))
    copied = [source for instruction, words in recipe(DEPLOY / "Containerfile") if instruction == "COPY" for source in words[:-1]]
    assert "*" in ignored and copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert any(fnmatch.fnmatch(source, f"{name}*") for name in admitted), source
    # Whatever the package is made of is among it.
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*hatch["packages"], *hatch["force-include"], PROJECT["readme"], *PROJECT["license-files"]]
    assert all(any(Path(source) in [Path(name), *Path(name).parents] for source in copied) for name in needed)


def test_one_python_everywhere():
    versions = {(ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")}
    for path in (DEPLOY / "Containerfile", ROOT / ".devcontainer" / "Containerfile"):
        bases = [words[0] for instruction, words in recipe(path) if instruction == "FROM"]
        versions |= {found[1] for base in bases if (found := re.match(r"python:(3\.\d+)-", base))}
        assert all("/" not in base for base in bases)  # an image's name, and nobody's registry
    assert len(versions) == 1


# ---------------------------------------------------------------- the hub


def test_the_hub_starts_the_images_of_this_version():
    stages = {words[2] for instruction, words in recipe(DEPLOY / "Containerfile") if instruction == "FROM"}
    student, puller = VALUES["singleuser"]["image"], VALUES["prePuller"]["extraImages"]["unrolled-grader"]
    images = {f"{one['name']}:{one['tag']}" for one in (student, puller)}
    assert images == {f"unrolled-{stage}:{PROJECT['version']}" for stage in stages}
    assert INSTRUCTOR["image"] == f"unrolled-grader:{PROJECT['version']}"
    graders = {container["image"] for name in ("scheduler", "worker") for container in containers(name)}
    assert graders == {INSTRUCTOR["image"]}
    assert images <= {image.removeprefix("registry.example.org/") for image in re.findall(r"--tag (\S+)", README)}


def test_image_and_hub_have_the_same_jupyterhub():
    told = re.search(r"Zero to JupyterHub (\d+\.\d+), whose hub is JupyterHub (\d+\.\d+)", README)
    assert locked("jupyterhub").startswith(told[2] + ".")
    assert re.search(r"--version (\d+\.\d+)", README)[1] == told[1]


def test_only_instructors_reach_the_graders():
    (rule,) = VALUES["singleuser"]["networkPolicy"]["egress"]
    (to,) = rule["to"]
    assert to["podSelector"]["matchLabels"].items() <= pod("scheduler")["metadata"]["labels"].items()
    assert to["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": namespace("scheduler")}
    let_in = OBJECTS["NetworkPolicy", "scheduler"]["spec"]["ingress"][0]["from"]
    labels = [one["podSelector"]["matchLabels"] for one in let_in]
    assert labels == [pod("worker")["metadata"]["labels"], INSTRUCTOR["extra_labels"]]


# ---------------------------------------------------------------- the graders


def test_every_object_is_in_the_graders_namespace_and_finds_its_pods():
    for (kind, name), one in OBJECTS.items():
        if kind == "Namespace":
            assert name == namespace("worker")
            continue
        assert one["metadata"]["namespace"] == namespace("worker")
        if kind in ("Deployment", "NetworkPolicy", "Service"):
            selector = one["spec"].get("podSelector") or one["spec"]["selector"]
            labels = selector.get("matchLabels", selector)
            assert labels == pod(name)["metadata"]["labels"]


def test_dask_understands_its_commands():
    options = {}
    for name, command in (("scheduler", dask_scheduler.main), ("worker", dask_worker.main)):
        arguments = pod(name)["spec"]["containers"][0]["args"]
        assert arguments[:2] == ["dask", name]
        options[name] = command.make_context(name, arguments[2:]).params
    scheduler, worker = options["scheduler"], options["worker"]
    service = OBJECTS["Service", "scheduler"]
    (port,) = service["spec"]["ports"]
    assert worker["scheduler"] == f"{scheduler['protocol']}://{service['metadata']['name']}:{port['port']}" == "tls://scheduler:8786"
    assert scheduler["port"] == str(port["port"])
    address = f"tls://{service['metadata']['name']}.{service['metadata']['namespace']}:{port['port']}"
    assert f"--scheduler {address}\n" in README
    # What the one opens for the other.
    opened = [rule["ports"][0]["port"] for rule in OBJECTS["NetworkPolicy", "worker"]["spec"]["egress"]]
    assert opened[0] == port["port"]
    asked = {int(worker["worker_port"]), int(worker["nanny_port"])}
    for one, way in (("worker", "ingress"), ("scheduler", "egress")):
        assert {found["port"] for found in OBJECTS["NetworkPolicy", one]["spec"][way][0]["ports"]} == asked
    probe = pod("scheduler")["spec"]["containers"][0]["readinessProbe"]["httpGet"]
    assert scheduler["dashboard_address"] == f":{probe['port']}"


def test_dask_knows_every_setting():
    settings = OBJECTS["ConfigMap", "unrolled-grading"]["data"]
    read = dask.config.collect_env(settings)
    assert dask.config.get("distributed.comm.require-encryption", config=read) is True
    assert dask.config.get("distributed.scheduler.http.routes", config=read) == ["distributed.http.health"]
    assert dask.config.get("distributed.worker.http.routes", config=read) == []
    # What the commands of README.md put into the secret.
    assert "tls=DASK_DISTRIBUTED__COMM__TLS" in README and "for role in CLIENT SCHEDULER WORKER" in README
    found = re.findall(r"--from-file=\$\{tls\}__(\S+?)=", README)
    assert found == ["CA_FILE", "${role}__CERT", "${role}__KEY"]
    names = [f"DASK_DISTRIBUTED__COMM__TLS__{name.replace('${role}', role)}" for name in found for role in ("CLIENT", "SCHEDULER", "WORKER")]
    for name in [*settings, *names]:
        dask.config.get(name.removeprefix("DASK_").replace("__", ".").lower())  # KeyError for what does not exist


def test_all_have_the_keys_and_no_token_of_the_cluster():
    for name in ("scheduler", "worker"):
        spec = pod(name)["spec"]
        assert spec["containers"][0]["envFrom"] == [{kind: {"name": "unrolled-grading"}} for kind in ("configMapRef", "secretRef")]
        assert spec["automountServiceAccountToken"] is False
    (source,) = INSTRUCTOR["extra_container_config"]["envFrom"]
    assert source["secretRef"]["name"] == "unrolled-grading"
    assert "create secret generic unrolled-grading " in README


def test_workers_may_make_sandboxes_and_are_nobody_otherwise():
    spec = pod("worker")["spec"]
    assert spec["hostUsers"] is False and spec["securityContext"]["runAsNonRoot"] is True
    for container in spec["initContainers"] + spec["containers"]:
        context = container["securityContext"]
        assert context["procMount"] == "Unmasked"
        assert context["seccompProfile"] == context["appArmorProfile"] == {"type": "Unconfined"}
        assert context["allowPrivilegeEscalation"] is False and context["capabilities"] == {"drop": ["ALL"]}
    for container in containers("scheduler"):
        assert "procMount" not in container["securityContext"]
    level = OBJECTS["Namespace", "unrolled-grading"]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
    assert level == "privileged"


def test_the_sandbox_is_tried_before_a_worker_starts():
    (first,) = pod("worker")["spec"]["initContainers"]
    program, option, source = first["args"]
    assert (program, option) == ("python", "-c")
    names = {}
    exec(source.splitlines()[0], names)  # the import holds
    compile(source, "sandbox", "exec")
    assert "Sandbox(proc=True)" in source and "Sandbox" in names


# ---------------------------------------------------------------- the dev container


def test_the_dev_container_builds_the_book_and_shows_it():
    folder = ROOT / ".devcontainer"
    container = json.loads((folder / "devcontainer.json").read_text("utf-8"))
    file = folder / container["build"]["dockerfile"]
    installed = " ".join(word for instruction, words in recipe(file) if instruction == "RUN" for word in words)
    assert "bubblewrap" in installed and "chromium" in installed and f" {container['remoteUser']}" in installed
    targets = make_targets(container["updateContentCommand"]) + make_targets(container["postAttachCommand"])
    assert targets == ["book", "serve"] and all(re.search(rf"^{target}:", MAKEFILE, re.M) for target in targets)
    port = int(re.search(r"^PORT := (\d+)", MAKEFILE, re.M)[1])
    assert container["forwardPorts"] == [port] and list(container["portsAttributes"]) == [str(port)]
    assert container["privileged"] is True  # the sandbox of the grader's tests


# ---------------------------------------------------------------- the words about it


def test_the_readme_names_what_there_is():
    files = set(re.findall(r"\bdeploy/[\w.-]*\w", README)) | {f"deploy/{name}" for name in re.findall(r"^\| `([\w.-]+)`", README, re.M)}
    assert len(files) >= 5 and [name for name in files if not (ROOT / name).exists()] == []
    assert all(re.search(rf"^{target}:", MAKEFILE, re.M) for target in make_targets(README))
    for block in re.findall(r"```yaml\n(.*?)```", README, re.S):
        assert isinstance(yaml.safe_load(block), dict)
    for block in re.findall(r"```bash\n(.*?)```", README, re.S):
        assert shlex.split(block, comments=True)


def test_the_example_of_own_settings_fits_the_values():
    """What an administrator is told to replace exists: a misspelt key would be added in silence."""
    site = yaml.safe_load(re.search(r"```yaml\n(.*?)```", README, re.S)[1])

    def missing(own, ours, path):
        return [
            missed
            for key, value in own.items()
            for missed in (missing(value, ours[key], f"{path}.{key}") if isinstance(value, dict) and key in ours else [] if key in ours else [f"{path}.{key}"])
        ]

    del site["hub"]["config"]["JupyterHub"], site["hub"]["config"]["GenericOAuthenticator"], site["proxy"]
    assert missing(site, VALUES, "") == []


def test_students_have_the_memory_that_the_bench_measures_against():
    goal = int(re.search(r'/memory_mb": \{"most": (\d+)', (ROOT / "benchmarks" / "bench.py").read_text("utf-8"))[1])
    limit = VALUES["singleuser"]["memory"]["limit"]
    assert limit == f"{goal // 1024}G" and f"at most {limit[:-1]} GB" in re.search(r"^\| a student .*", README, re.M)[0]
