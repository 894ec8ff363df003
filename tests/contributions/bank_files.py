"""Statements as banks send them, whole and spoilt."""

from datetime import date

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001"
HEADER = "date,value date,amount,currency,reference,payer,words"


def entry(
    amount="5000.00", sign="CRDT", reference="REF-1", payer="Tesorería de México", words="CRM/ST/2026/INV/001", **parts
):
    """An entry of camt.053; `details` replaces what it says of the payment, `more` stands beside it."""
    currency, day = parts.get("currency", "USD"), parts.get("day", "2026-03-10")
    party = f"<Pty><Nm>{payer}</Nm></Pty>" if parts.get("edition", "08") == "08" else f"<Nm>{payer}</Nm>"
    details = parts.get(
        "details",
        f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{parts.get('amounts', '')}"
        f"<RltdPties><Dbtr>{party}</Dbtr></RltdPties><RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls>",
    )
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Sts><Cd>{parts.get('status', 'BOOK')}</Cd></Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{parts.get('value', day)}</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def balance(code, amount, sign="CRDT", day="2026-03-01"):
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">{amount}</Amt>'
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def statement(*entries, opening="1000.00", closing="6000.00", account="<IBAN>CR05015202001026284321</IBAN>", **parts):
    """One statement of March 2026 within a message."""
    begins, ends = parts.get("begins", "2026-03-01"), parts.get("ends", "2026-03-31")
    return (
        f"<Stmt><Id>1</Id><FrToDt><FrDtTm>{begins}T00:00:00</FrDtTm><ToDtTm>{ends}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id>{account}</Id><Ccy>{parts.get('currency', 'USD')}</Ccy></Acct>"
        + (balance("OPBD", opening) if opening else "")
        + (balance("CLBD", closing, day=ends) if closing else "")
        + "".join(entries)
        + "</Stmt>"
    )


def message(*statements, edition="08", head='<?xml version="1.0" encoding="UTF-8"?>', prefix=""):
    """A camt.053 message, as bytes."""
    name, declared = (f"{prefix}:Document", f"xmlns:{prefix}") if prefix else ("Document", "xmlns")
    body = "<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-04-01T00:00:00</CreDtTm></GrpHdr>"
    body += "".join(statements) + "</BkToCstmrStmt>"
    if prefix:
        body = body.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
    return f'{head}<{name} {declared}="{NAMESPACE}.{edition}">{body}</{name}>'.encode()


def table(*rows, header=HEADER):
    """A table of movements, as a text."""
    return "\n".join([header, *rows])


def march(day):
    return date(2026, 3, day)
