"""The entry for catalogues, as rdflib reads its JSON-LD."""

from pathlib import Path
from urllib.parse import unquote, urlparse

from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace
from rdflib.namespace import XSD

SPDX = Namespace("http://spdx.org/rdf/terms#")


def read_catalogue(release: Path) -> dict[str, object]:
    path = release / "dcat.jsonld"
    graph = Graph().parse(path, format="json-ld", publicID=path.as_uri())
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    span = graph.value(dataset, DCTERMS.temporal)
    days = [graph.value(span, end) for end in (DCAT.startDate, DCAT.endDate)]
    if any(day.datatype != XSD.date for day in days):
        raise ValueError("a span is from a day to a day")
    files = {}
    for distribution in graph.objects(dataset, DCAT.distribution):
        address = urlparse(str(graph.value(distribution, DCAT.downloadURL)))
        name = Path(unquote(address.path)).relative_to(release).as_posix()
        checksum = graph.value(distribution, SPDX.checksum)
        size = graph.value(distribution, DCAT.byteSize)
        files[name] = {
            "sha256": checksum and str(graph.value(checksum, SPDX.checksumValue)),
            "bytes": size and size.toPython(),
        }
    titles = {title.language: str(title) for title in graph.objects(dataset, DCTERMS.title)}
    return {"days": [str(day) for day in days], "titles": titles, "files": files}
