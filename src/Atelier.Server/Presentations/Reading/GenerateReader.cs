using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Server.Presentations.Bodies;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads what <c>generate</c> is sent (requirements C-01 to C-06).</summary>
internal sealed class GenerateReader(CatalogueHolder catalogue, ReferenceReader references)
{
    private const int MostContext = 200;

    /// <exception cref="Core.Errors.AtelierException">Wrong fields, all at once.</exception>
    public async Task<DeckOrder> ReadAsync(ImageGenerateBody body, DeckCall call, CancellationToken cancellationToken)
    {
        var errors = call.Errors;
        var snapshot = catalogue.Current;
        var place = PlaceReader.Read(body, errors);
        CheckContext(body.Context, errors);
        Require("config", body.Config, errors);
        Require("constraints", body.Constraints, errors);
        var (config, options) = (body.Config ?? new ConfigPart(), body.Options ?? new OptionsPart());
        var style = body.Config is null
            ? null
            : WordReader.Required("config.style", config.Style, DeckWords.Styles, errors);
        var ratio = body.Config is null
            ? null
            : WordReader.Required("config.aspectRatio", config.AspectRatio, DeckWords.Ratios, errors);
        var quality = body.Config is null
            ? null
            : WordReader.Required("config.quality", config.Quality, DeckWords.Qualities, errors);
        var grid = PlaceReader.Grid(body.Constraints, errors);
        var model = ModelOf(options.Provider, snapshot, errors);
        var (own, lost) = await references.ReadAsync(call, body.Context?.ExistingImages, cancellationToken);
        var custom = ratio == SizeTable.Custom;
        var draft = new RequestDraft
        {
            Prompt = body.Prompt,
            NegativePrompt = options.NegativePrompt,
            Style = style,
            Model = model,
            // Where the element is wrong that is said already.
            AspectRatio = custom && grid is null ? null : ratio,
            GridWidth = custom ? grid?.Width : null,
            GridHeight = custom ? grid?.Height : null,
            Quality = quality,
            Seed = options.Seed,
            GuidanceScale = options.GuidanceScale,
            ColorScheme = WordReader.Optional(
                "options.colorScheme",
                options.ColorScheme,
                DeckWords.ColorSchemes,
                errors
            ),
            Lighting = WordReader.Optional("options.lighting", options.Lighting, DeckWords.Lightings, errors),
            BrandColors = body.Context?.BrandColors,
            Surroundings = options.UseContext == true ? SurroundingsOf(body.Context, errors) : null,
            Fallback = options.Fallback,
            Priority = options.Priority,
        };
        var request = RequestValidator.Validate(draft, snapshot, errors);
        return new DeckOrder(
            request with
            {
                References = own,
                LostReferences = lost,
                Note = new ElementNote(style!, ratio!) { Grid = grid },
            },
            place
        )
        {
            Named = model is null ? null : options.Provider,
        };
    }

    private static void CheckContext(ContextPart? context, ErrorList errors)
    {
        Require("context", context, errors);
        if (context is null)
        {
            return;
        }

        Require("context.presentationTitle", context.PresentationTitle, errors);
        Require("context.slideIndex", context.SlideIndex, errors);
        if (context.SlideIndex is < 0)
        {
            errors.Add("context.slideIndex", "context.slideIndex must be 0 or more.");
        }
    }

    private static Surroundings? SurroundingsOf(ContextPart? context, ErrorList errors)
    {
        var about = new Surroundings(
            Words("context.presentationTitle", context?.PresentationTitle, errors),
            Words("context.slideTitle", context?.SlideTitle, errors),
            Words("context.presentationTheme", context?.PresentationTheme, errors)
        );
        return about.Texts().Any() ? about : null;
    }

    // What does not go into the prompt may be as long and as strange as it likes.
    private static string? Words(string path, string? text, ErrorList errors)
    {
        var words = text?.Trim();
        if (words?.Length > MostContext || words?.Any(char.IsControl) == true)
        {
            errors.Add(
                path,
                $"{path} must be plain text of at most {MostContext} characters where it enters the prompt."
            );
        }

        return string.IsNullOrEmpty(words) ? null : words;
    }

    private static void Require(string path, object? value, ErrorList errors)
    {
        if (value is null)
        {
            errors.Add(path, $"{path} is required.");
        }
    }

    private static string? ModelOf(string? name, CatalogueSnapshot snapshot, ErrorList errors)
    {
        if (name is null or "auto")
        {
            return null;
        }

        // As answers write the painter.
        var model =
            name == Router.Local
                ? snapshot.Models.FirstOrDefault(known => known.Offers.Any(offer => offer.Provider == Router.Local))
                : snapshot.FindModel(name);
        if (model is null)
        {
            errors.AddUnknown(
                "options.provider",
                name,
                [.. DeckWords.Aliases, "auto", .. snapshot.Models.Select(known => known.Id)]
            );
        }

        return model?.Id;
    }
}
