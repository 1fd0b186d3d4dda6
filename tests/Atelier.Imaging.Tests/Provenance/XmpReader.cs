using System.Text;
using System.Xml.Linq;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>Reads a packet with the platform's XML parser and finds values by their full names.</summary>
internal sealed class XmpReader
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Iptc = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static readonly XNamespace Xmp = "http://ns.adobe.com/xap/1.0/";

    private readonly XElement _description;

    internal XmpReader(byte[] packet)
    {
        Assert.Equal("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"u8, packet.AsSpan(0, 53));
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(packet);
        Assert.EndsWith("<?xpacket end=\"r\"?>", text, StringComparison.Ordinal);
        var root = XDocument.Parse(text, LoadOptions.PreserveWhitespace).Root!;
        Assert.Equal(XName.Get("xmpmeta", "adobe:ns:meta/"), root.Name);
        _description = root.Element(Rdf + "RDF")!.Element(Rdf + "Description")!;
        Assert.Equal("", _description.Attribute(Rdf + "about")!.Value);
    }

    internal string? SourceType => _description.Element(Iptc + "DigitalSourceType")?.Value;

    internal string? AiSystem => _description.Element(Iptc + "AISystemUsed")?.Value;

    internal string? AiSystemVersion => _description.Element(Iptc + "AISystemVersionUsed")?.Value;

    internal string? Prompt => _description.Element(Iptc + "AIPromptInformation")?.Value;

    internal string? CreatorTool => _description.Element(Xmp + "CreatorTool")?.Value;

    internal string? CreateDate => _description.Element(Xmp + "CreateDate")?.Value;

    internal IEnumerable<string> Names => _description.Elements().Select(element => element.Name.LocalName);
}
