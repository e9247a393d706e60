"""The methods of a tag: their arguments, what they answer, and their source."""

from dataclasses import dataclass
from itertools import pairwise

from holdall.connector.generate.annotations import Annotator, Record, camel
from holdall.connector.naming import operation_names
from holdall.connector.signature import Argument, signature
from holdall.contract import FIRST_VERSION, Operation, find_operation

BLOCKING = "Blocking"
"""What the name of a blocking class begins with."""

CONTENT = "Content"
"""The answer that is bytes."""


@dataclass(frozen=True)
class MethodArgument:
    """One argument as it is written: its Python name, annotation, and whether a call must have it."""

    name: str
    annotation: str
    required: bool
    positional: bool


@dataclass(frozen=True)
class Method:
    """One operation's method."""

    name: str
    operation: Operation
    arguments: list[MethodArgument]
    answer: str

    @property
    def answers_content(self) -> bool:
        """Whether the answer is bytes to read."""
        return self.answer == CONTENT

    def annotations(self) -> list[str]:
        """The annotations of all arguments."""
        return [argument.annotation for argument in self.arguments]

    def source(self, blocking: bool) -> list[str]:
        """The lines of the method, in one of the two faces."""
        answer = BLOCKING + self.answer if blocking and self.answers_content else self.answer
        operation = self.operation
        given = "".join(f"\n            {argument.name}={argument.name}," for argument in self.arguments)
        call = (
            f'self._call(\n            "{operation.id}",{given}\n        )'
            if given
            else f'self._call("{operation.id}")'
        )
        version = "" if operation.api_version == FIRST_VERSION else f", version {operation.api_version}"
        lines = [
            f"    {'' if blocking else 'async '}def {self.name}(",
            "        self,",
            *self._parameters(),
            f"    ) -> {answer}:",
            f'        """{operation.title.rstrip(".")} ({operation.method} {operation.path}{version})."""',
            *(f"        return {'' if blocking else 'await '}{call}").split("\n"),
        ]
        if answer == "None":
            lines[-len(call.split(chr(10)))] = lines[-len(call.split(chr(10)))].replace("return ", "", 1)
        return lines

    def _parameters(self) -> list[str]:
        first = [f"        {item.name}: {item.annotation}," for item in self.arguments if item.positional]
        named = [
            f"        {item.name}: {item.annotation},"
            if item.required
            else f"        {item.name}: {item.annotation} | UnsetType = UNSET,"
            for item in self.arguments
            if not item.positional
        ]
        return [*first, "        *,", *named] if named else first


def class_name(tag: str) -> str:
    """The name of a tag's class."""
    return camel(tag)


def tag_methods(tag: str) -> tuple[list[Method], list[Record], set[str]]:
    """The methods of a tag, the records that only they need, and the API versions whose records they use."""
    methods: list[Method] = []
    records: dict[str, Record] = {}
    versions: set[str] = set()
    for name, operation_id in operation_names()[tag].items():
        operation = find_operation(operation_id)
        version = operation.api_version
        prefix = f"v{version.replace('.', '_')}."
        owner = class_name(tag) + camel(name)
        sent = Annotator(version, prefix, sends=True, records=records)
        answered = Annotator(version, prefix, records=records)
        arguments = [_argument(argument, sent, owner) for argument in _ordered(operation)]
        methods.append(Method(name, operation, arguments, _answer(operation, answered, owner)))
        if sent.uses_prefix or answered.uses_prefix:
            versions.add(version)
    return methods, list(records.values()), versions


def _ordered(operation: Operation) -> list[Argument]:
    """Path arguments in the path's order, then required ones, then the others."""
    takes = [argument for argument in signature(operation.id).arguments if argument.wire != "box-version"]
    places = {argument.wire: operation.path.find("{" + argument.wire + "}") for argument in takes}
    return sorted(takes, key=lambda item: (item.location != "path", places[item.wire], not item.required))


def _argument(argument: Argument, annotator: Annotator, owner: str) -> MethodArgument:
    annotation = annotator.annotate(argument.schema, owner + camel(argument.wire))
    return MethodArgument(argument.name, annotation, argument.required, argument.location == "path")


def _answer(operation: Operation, annotator: Annotator, owner: str) -> str:
    """What a call returns: a record, bytes, nothing, or several of them where the contract says so."""
    found: list[str] = []
    waits = False
    for status, response in operation.responses.items():
        if not status.startswith("2"):
            continue
        if "application/json" in response.content:
            found.append(annotator.annotate(response.content["application/json"], owner + "Answer"))
        elif response.content:
            return CONTENT
        elif status == "200" and operation.method == "GET":
            found.append("Any")
        elif status == "202":
            waits = True
        else:
            found.append("None")
    if not found and waits:
        return "None"
    unique = list(dict.fromkeys(found))
    assert all(one != other for one, other in pairwise(unique))
    return " | ".join(sorted(unique, key=lambda item: item == "None")) or "None"
