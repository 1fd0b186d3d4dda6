using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Atelier.Core.Images;

namespace Atelier.Imaging.Provenance;

/// <summary>Writes a provenance record as an XMP packet: UTF-8 XML between two processing instructions.</summary>
internal static class XmpPacket
{
    internal const string SourceTypeBase = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    // Both the marker and the id are fixed by the XMP specification; readers scan for them. The letter in front of the
    // id is a byte order mark, which tells the encoding.
    private const string Begin = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
    private const string End = "\n<?xpacket end=\"r\"?>";

    private static readonly XNamespace Meta = "adobe:ns:meta/";
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Iptc = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static readonly XNamespace Xmp = "http://ns.adobe.com/xap/1.0/";

    private static readonly XmlWriterSettings Settings = new()
    {
        OmitXmlDeclaration = true,
        // A carriage return inside a prompt is written as a reference; bare, every reader would drop it.
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>The packet without padding: files are written once, nobody edits it in place.</summary>
    internal static byte[] Write(ProvenanceRecord record)
    {
        var description = new XElement(
            Rdf + "Description",
            new XAttribute(Rdf + "about", ""),
            new XAttribute(XNamespace.Xmlns + "Iptc4xmpExt", Iptc),
            new XAttribute(XNamespace.Xmlns + "xmp", Xmp),
            new XElement(Iptc + "DigitalSourceType", SourceTypeBase + NewsCode(record.SourceType)),
            Optional(Iptc + "AISystemUsed", record.AiSystem),
            Optional(Iptc + "AISystemVersionUsed", record.AiSystemVersion),
            Optional(Iptc + "AIPromptInformation", Cut(record.Prompt)),
            Optional(Xmp + "CreatorTool", record.CreatorTool),
            new XElement(Xmp + "CreateDate", Utc(record.CreatedAt))
        );
        var root = new XElement(
            Meta + "xmpmeta",
            new XAttribute(XNamespace.Xmlns + "x", Meta),
            new XElement(Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", Rdf), description)
        );

        var text = new StringBuilder(Begin);
        using (var writer = XmlWriter.Create(text, Settings))
            root.WriteTo(writer);
        return Encoding.UTF8.GetBytes(text.Append(End).ToString());
    }

    private static string NewsCode(DigitalSourceType type) =>
        type switch
        {
            DigitalSourceType.TrainedAlgorithmicMedia => "trainedAlgorithmicMedia",
            DigitalSourceType.CompositeWithTrainedAlgorithmicMedia => "compositeWithTrainedAlgorithmicMedia",
            DigitalSourceType.AlgorithmicMedia => "algorithmicMedia",
            DigitalSourceType.AlgorithmicallyEnhanced => "algorithmicallyEnhanced",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown digital source type."),
        };

    private static XElement? Optional(XName name, string? text)
    {
        var safe = text is null ? "" : XmlText.Safe(text);
        return string.IsNullOrWhiteSpace(safe) ? null : new XElement(name, safe);
    }

    private static string? Cut(string? prompt) =>
        // A pair cut in half leaves a lone surrogate, which Safe removes.
        prompt?.Length > ProvenanceRecord.MaxPromptLength
            ? prompt[..ProvenanceRecord.MaxPromptLength]
            : prompt;

    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
