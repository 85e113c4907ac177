"""A grammar of the TEI files that we write: a small part of TEI P5, of which each file must be an instance.

Written for these tests, after the guidelines (https://tei-c.org/guidelines/p5/). What it accepts was checked against
the schema of all of TEI, P5 version 4.11.0 (tei_all.rng), with the files of these tests.
"""

from functools import cache

from lxml import etree

_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="TEI"><ref name="lang"/><ref name="header"/>
  <choice>
    <element name="text"><element name="body"><ref name="article"/></element></element>
    <element name="standOff"><choice><ref name="people"/><ref name="places"/></choice></element>
  </choice></element></start>
<define name="lang"><optional><attribute name="xml:lang"><data type="language"/></attribute></optional></define>

<define name="header"><element name="teiHeader">
  <element name="fileDesc">
    <element name="titleStmt"><ref name="title"/><zeroOrMore><ref name="author"/></zeroOrMore>
      <zeroOrMore><element name="respStmt"><element name="resp"><text/></element><element name="name"><text/></element>
      </element></zeroOrMore></element>
    <element name="publicationStmt"><ref name="publisher"/><optional><ref name="idno"/></optional>
      <optional><ref name="date"/></optional></element>
    <element name="sourceDesc"><choice>
      <element name="p"><text/></element>
      <element name="bibl"><optional><ref name="title"/></optional><zeroOrMore><ref name="author"/></zeroOrMore>
        <optional><ref name="publisher"/></optional><optional><element name="pubPlace"><text/></element></optional>
        <optional><ref name="date"/></optional><optional><ref name="idno"/></optional></element>
    </choice></element>
  </element>
  <optional><element name="encodingDesc"><element name="editorialDecl"><element name="p"><text/></element></element>
  </element></optional>
  <optional><element name="profileDesc">
    <element name="langUsage"><element name="language"><attribute name="ident"><data type="language"/></attribute>
      </element></element>
    <optional><element name="textClass"><element name="keywords"><oneOrMore><element name="term"><text/></element>
      </oneOrMore></element></element></optional>
  </element></optional>
</element></define>
<define name="title"><element name="title"><text/></element></define>
<define name="author"><element name="author"><text/></element></define>
<define name="publisher"><element name="publisher"><text/></element></define>
<define name="idno"><element name="idno"><attribute name="type"><data type="NCName"/></attribute><text/></element>
</define>
<define name="date"><element name="date"><optional><attribute name="when"><choice><data type="date"/>
  <data type="dateTime"/><data type="gYear"/><data type="gYearMonth"/></choice></attribute></optional><text/></element>
</define>

<define name="article"><element name="div">
  <zeroOrMore><element name="head"><attribute name="type"><data type="NCName"/></attribute><ref name="words"/></element>
  </zeroOrMore>
  <zeroOrMore><ref name="block"/></zeroOrMore>
  <zeroOrMore><element name="div"><attribute name="type"><value>section</value></attribute>
    <element name="head"><ref name="words"/></element><zeroOrMore><ref name="block"/></zeroOrMore>
  </element></zeroOrMore>
</element></define>
<define name="block"><choice>
  <ref name="p"/>
  <element name="quote"><optional><attribute name="rend"/></optional><oneOrMore><ref name="p"/></oneOrMore></element>
  <element name="note"><attribute name="place"/><oneOrMore><ref name="p"/></oneOrMore></element>
  <element name="figure"><attribute name="rend"/><oneOrMore><ref name="p"/></oneOrMore></element>
  <element name="list"><attribute name="rend"/><oneOrMore><element name="item"><ref name="words"/></element></oneOrMore>
  </element>
  <element name="ab"><attribute name="type"/><attribute name="xml:space"><value>preserve</value></attribute>
    <ref name="words"/></element>
</choice></define>
<define name="p"><element name="p"><ref name="words"/></element></define>
<define name="words"><zeroOrMore><choice><ref name="names"/>
  <element name="said"><attribute name="who"><data type="anyURI"/></attribute>
    <attribute name="n"><data type="positiveInteger"/></attribute><ref name="cert"/>
    <zeroOrMore><ref name="names"/></zeroOrMore></element></choice></zeroOrMore></define>
<define name="names"><choice><text/><element name="lb"><empty/></element>
  <element><choice><name>persName</name><name>placeName</name></choice>
    <attribute name="type"><data type="NCName"/></attribute><attribute name="ref"><data type="anyURI"/></attribute>
    <ref name="cert"/>
    <zeroOrMore><choice><text/><element name="lb"><empty/></element></choice></zeroOrMore></element>
</choice></define>
<define name="cert"><attribute name="cert"><choice><value>high</value><value>medium</value></choice></attribute>
</define>

<define name="people"><element name="listPerson"><oneOrMore><element name="person"><ref name="id"/>
  <zeroOrMore><element name="persName"><ref name="type"/><text/></element></zeroOrMore>
  <optional><element name="occupation"><text/></element></optional><ref name="more"/></element></oneOrMore></element>
</define>
<define name="places"><element name="listPlace"><oneOrMore><element name="place"><ref name="id"/><ref name="type"/>
  <zeroOrMore><element name="placeName"><ref name="type"/><text/></element></zeroOrMore><ref name="more"/></element>
  </oneOrMore></element></define>
<define name="id"><optional><attribute name="xml:id"><data type="ID"/></attribute></optional></define>
<define name="type"><optional><attribute name="type"><data type="NCName"/></attribute></optional></define>
<define name="more">
  <optional><element name="note"><attribute name="type"><data type="NCName"/></attribute><text/></element></optional>
  <zeroOrMore><ref name="idno"/></zeroOrMore></define>
</grammar>
"""


def tei_problems(raw: bytes) -> list[str]:
    """What is wrong with a TEI file of ours."""
    grammar = _grammar()
    grammar.validate(etree.fromstring(raw, etree.XMLParser(resolve_entities=False)))
    return [f"{error.line}: {error.message}" for error in grammar.error_log]


@cache
def _grammar() -> "etree.RelaxNG":
    return etree.RelaxNG(etree.fromstring(_GRAMMAR))
