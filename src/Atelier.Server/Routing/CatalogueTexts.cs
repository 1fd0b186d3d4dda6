using System.Text.RegularExpressions;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Server.Routing;

/// <summary>Reads a catalogue that came in a body. Nothing of it is kept.</summary>
internal static partial class CatalogueTexts
{
    private const int MostFiles = 30;
    private const int MostErrors = 20;

    /// <summary>The catalogue; null, with the errors, when it is wrong.</summary>
    public static CatalogueSnapshot? Read(IReadOnlyList<CatalogueTextBody?> texts, ErrorList errors)
    {
        if (texts.Count is 0 or > MostFiles)
        {
            errors.Add("catalogue", $"catalogue must be 1 to {MostFiles} files: all of it, with name and text.");
            return null;
        }

        var files = new List<CatalogueFile>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] is { Name: { } name, Text: { } text } && FileName().IsMatch(name))
            {
                files.Add(new CatalogueFile(name, text));
            }
            else
            {
                errors.Add($"catalogue[{i}]", $"catalogue[{i}] must have a name such as models.yaml, and its text.");
            }
        }

        if (files.Count < texts.Count)
        {
            return null;
        }

        if (files.DistinctBy(file => file.Name).Count() < files.Count)
        {
            errors.Add("catalogue", "catalogue must name each of its files once.");
            return null;
        }

        try
        {
            return CatalogueReader.Read(files);
        }
        catch (CatalogueException exception)
        {
            errors.Add("catalogue", string.Join(' ', exception.Errors.Take(MostErrors)));
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,60}\.yaml\z")]
    private static partial Regex FileName();
}
