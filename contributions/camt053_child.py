"""The process that reads one camt.053 message, from its standard input, and writes what it says as a line of JSON.

It is started by `camt053`. The library that reads the message wants lxml, which no web process loads; and whatever a
hostile message does to it ends with this process.
"""

import copy
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from lxml import etree
from pycamt.parser import Camt053ParseError, Camt053Parser

from crm_portal.common.files.inspection.child import INPUT, confine

MESSAGE = re.compile(r"^\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}Document$")
BOOKED = "BOOK"


class UnreadableError(Exception):
    """The message is none, or not one that may be read; carries a word for it."""


def read(data: bytes, most_entries: int) -> dict[str, Any]:
    """Statements and entries of a message, every value as the text that stands there. Raises UnreadableError."""
    try:
        ElementTree.fromstring(data, forbid_dtd=True)
        parser = Camt053Parser(data)
    except DefusedXmlException as error:
        raise UnreadableError("unsafe") from error
    except (ElementTree.ParseError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("no message") from error
    if not MESSAGE.match(parser.tree.tag):
        raise UnreadableError("no message")
    if sum(1 for _ in parser.tree.iter("{*}Ntry", "{*}TxDtls")) > 2 * most_entries:
        raise UnreadableError("too long")
    level(parser)
    try:
        statements, entries = parser.get_statement_info(), parser.get_transactions()
    except Camt053ParseError as error:
        raise UnreadableError("no message") from error
    for statement, element in zip(statements, parser.tree.iter("Stmt"), strict=True):
        statement["Account"] = (element.findtext("Acct/Id/IBAN") or element.findtext("Acct/Id/Othr/Id") or "").strip()
        statement["From"] = element.findtext("FrToDt/FrDtTm") or element.findtext("FrToDt/FrDt")
        statement["To"] = element.findtext("FrToDt/ToDtTm") or element.findtext("FrToDt/ToDt")
        currencies = {amount.get("Ccy") for amount in element.iterfind("Bal/Amt")}
        statement["Currencies"] = sorted({statement["Currency"], *currencies} - {None})
    return {"statements": statements, "entries": [one for one in entries if one["Status"] in {BOOKED, None}]}


def level(parser: Camt053Parser) -> None:
    """Bring the message into the one shape in which the library reads every edition alike.

    Names without their namespace; entries of several payments as so many entries, each with its own amount and
    reference; and without the amounts in other currencies, which the library would take for those of the account.
    """
    for element in parser.tree.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    parser.namespaces = {}
    for entry in list(parser.tree.iter("Ntry")):
        payments = list(entry.iter("TxDtls"))
        if len(payments) > 1:
            for single in singles(entry, payments):
                entry.addprevious(single)
            entry.getparent().remove(entry)
    for other in list(parser.tree.iter("AmtDtls")):
        other.getparent().remove(other)


def singles(entry: Any, payments: list[Any]) -> Iterator[Any]:
    """One entry for each payment of an entry that holds several."""
    shared = entry.findtext("AcctSvcrRef")
    for details in list(entry.iterfind("NtryDtls")):
        entry.remove(details)
    for number, payment in enumerate(payments, start=1):
        single = copy.deepcopy(entry)
        amount, own = own_amount(payment), payment.findtext("Refs/AcctSvcrRef")
        if amount is None:
            raise UnreadableError("no amounts")
        single.replace(single.find("Amt"), copy.deepcopy(amount))
        reference = single.find("AcctSvcrRef")
        if reference is None:
            reference = etree.SubElement(single, "AcctSvcrRef")
        reference.text = own if own and own != shared else f"{shared}/{number}" if shared else None
        etree.SubElement(single, "NtryDtls").append(payment)
        yield single


def own_amount(payment: Any) -> Any:
    """The amount of one payment of several, in the account's currency: newer editions say it first, older deeper."""
    found = payment.find("Amt")
    return found if found is not None else payment.find("AmtDtls/TxAmt/Amt")


def main() -> None:
    """Answer with a line of JSON: the message, or under `refused` the word for what is wrong with it."""
    seconds, memory_bytes, most_entries = map(int, sys.argv[1:])
    confine(seconds, memory_bytes)
    logging.disable()  # parsers quote what they read
    try:
        with open(INPUT, "rb") as file:
            answer = read(file.read(), most_entries)
    except UnreadableError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too long"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
