using System.Text;
using System.Xml;

namespace Atelier.Imaging.Provenance;

/// <summary>Makes any text fit for XML 1.0.</summary>
internal static class XmlText
{
    /// <summary>The text without characters XML 1.0 forbids: most control characters, lone surrogates, U+FFFE, U+FFFF.</summary>
    internal static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                safe.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i]))
                safe.Append(text[i]);
        }

        return safe.ToString();
    }
}
