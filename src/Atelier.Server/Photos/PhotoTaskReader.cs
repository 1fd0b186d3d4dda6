using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Policy;

namespace Atelier.Server.Photos;

/// <summary>Turns what the photo door was sent into a request, in the door's own words.</summary>
internal sealed class PhotoTaskReader(CatalogueHolder catalogue, PolicySwitches switches)
{
    private const string DefaultStyle = "cartoon";

    private static readonly Dictionary<string, string> Qualities = new() { ["standard"] = "standard", ["hd"] = "high" };

    private static readonly Dictionary<string, string> Formats = new()
    {
        ["jpg"] = "jpeg",
        ["jpeg"] = "jpeg",
        ["png"] = "png",
    };

    // Fields of requests by their names here.
    private static readonly Dictionary<string, string> Names = new() { ["prompt"] = "customPrompt" };

    /// <summary>Words for <c>quality</c>.</summary>
    public static IReadOnlyList<string> QualityWords => [.. Qualities.Keys];

    /// <summary>Words for <c>outputFormat</c>.</summary>
    public static IReadOnlyList<string> FormatWords => [.. Formats.Keys];

    /// <summary>The request to restyle a picture.</summary>
    /// <exception cref="AtelierException">Wrong fields, all at once; or no style of this id.</exception>
    public ImageRequest Read(PhotoTaskBody body, Guid inputId, ErrorList errors)
    {
        var snapshot = catalogue.Current;
        var draft = new RequestDraft
        {
            Operation = "stylise",
            Image = inputId.ToString(),
            Style = StyleOf(body.Style, snapshot),
            Prompt = Cut(body.CustomPrompt),
            Quality = Word("quality", body.Quality, "standard", Qualities, errors),
            OutputFormat = Word("outputFormat", body.OutputFormat, "jpg", Formats, errors),
            Fallback = body.Fallback,
            Model = ModelOf(body, snapshot, errors),
        };
        try
        {
            return RequestValidator.Validate(draft, snapshot, errors);
        }
        catch (AtelierException exception) when (exception.Fields.Any(field => Names.ContainsKey(field.Field)))
        {
            throw new AtelierException([.. exception.Fields.Select(Rename)]);
        }
    }

    // Requirement B-20: only a missing style falls back.
    private string StyleOf(string? name, CatalogueSnapshot snapshot)
    {
        var styles = snapshot
            .Styles.Where(style => style.Kind == StyleKind.Transfer && switches.StyleIsOn(style.Id))
            .Select(style => style.Id)
            .ToList();
        var asked = name ?? DefaultStyle;
        if (snapshot.FindStyle(asked) is { } known && styles.Contains(known.Id))
        {
            return known.Id;
        }

        var errors = new ErrorList();
        errors.AddUnknown("style", asked, styles, ErrorCode.InvalidStyle);
        throw new AtelierException(errors.Errors);
    }

    private static string? ModelOf(PhotoTaskBody body, CatalogueSnapshot snapshot, ErrorList errors)
    {
        var provider = body.Provider == Router.Local ? PainterOf(snapshot) : body.Provider;
        if (body.Model is not null && provider is not null && body.Model != provider)
        {
            errors.Add("provider", "Give model or provider, not both: they name the same.");
        }

        return body.Model ?? provider;
    }

    private static string? PainterOf(CatalogueSnapshot snapshot) =>
        snapshot.Models.FirstOrDefault(model => model.Offers.Any(offer => offer.Provider == Router.Local))?.Id;

    private static string? Word(
        string field,
        string? text,
        string usual,
        Dictionary<string, string> words,
        ErrorList errors
    )
    {
        if (words.TryGetValue(text ?? usual, out var ours))
        {
            return ours;
        }

        errors.AddUnknown(field, text!, [.. words.Keys]);
        return null;
    }

    // Whatever is longer is cut in any case, once it is cleaned; what no request holds need not be cleaned.
    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= RequestLimits.PromptLength)
        {
            return text;
        }

        var length = RequestLimits.PromptLength;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static FieldError Rename(FieldError error) =>
        Names.TryGetValue(error.Field, out var own)
            ? error with
            {
                Field = own,
                Message = error.Message.StartsWith(error.Field, StringComparison.Ordinal)
                    ? own + error.Message[error.Field.Length..]
                    : error.Message,
            }
            : error;
}
