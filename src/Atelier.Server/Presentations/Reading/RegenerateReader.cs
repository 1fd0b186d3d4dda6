using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Views;
using Atelier.Server.Presentations.Bodies;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads what <c>regenerate</c> is sent (requirement C-35): the first request once more, but for what is to be another.</summary>
internal sealed class RegenerateReader(CatalogueHolder catalogue, GenerationReader generations, SourceReader sources)
{
    private const string Id = "generationId";
    private const string ModifiedPrompt = "options.modifiedPrompt";

    /// <exception cref="AtelierException">Wrong fields, all at once; or the generation is not the caller's.</exception>
    public async Task<DeckOrder> ReadAsync(ImageRegenerateBody body, DeckCall call, CancellationToken cancellationToken)
    {
        var errors = call.Errors;
        var place = PlaceReader.Read(body, errors);
        var sent = PlaceReader.Grid(body.Constraints, errors);
        var (options, config) = (body.Options ?? new RegenerateOptionsPart(), body.Config ?? new ConfigPart());
        var style = WordReader.Optional("config.style", config.Style, DeckWords.Styles, errors);
        var ratio = WordReader.Optional("config.aspectRatio", config.AspectRatio, DeckWords.Ratios, errors);
        var quality = WordReader.Optional("config.quality", config.Quality, DeckWords.Qualities, errors);
        if (options.SameStyle is false && config.Style is null)
        {
            errors.Add("config.style", "config.style is required where options.sameStyle is false.");
        }

        if (string.IsNullOrEmpty(body.GenerationId))
        {
            errors.Add(Id, "generationId is required: the generation that is made anew.");
        }

        errors.ThrowIfAny();
        var known = await FindAsync(body.GenerationId!, call, cancellationToken);
        var first = known.Request;
        var note = first.Note ?? Note(known);
        RefuseBoth(options.SameStyle, style, note.Style, "style", errors);
        RefuseBoth(options.SameAspectRatio, ratio, note.AspectRatio, "aspectRatio", errors);
        var made = quality is null ? first.Quality : SnakeCase.TryParse<Quality>(quality)!.Value;
        var another = ratio ?? (options.SameAspectRatio is false ? SizeTable.Custom : note.AspectRatio);
        var grid = await sources.GridAsync(call, place, sent, note.Grid, cancellationToken);
        var request = first with
        {
            Operation = Operation(first, style, options.ModifiedPrompt, errors),
            Count = 1,
            Quality = made,
            Seed = options.NewSeed is false ? known.Plan.Seed : null,
            Class = JobClass.Interactive,
            Note = note with
            {
                Style = style ?? note.Style,
                AspectRatio = another,
                Grid = grid,
                RegeneratedFrom = known.Row.Id,
            },
        };
        request = request with { Size = Size(first, note, another, made, grid, errors) };
        errors.ThrowIfAny();
        return new DeckOrder(request, place) { Regenerates = true, Named = first.Model };
    }

    private async Task<GenerationDetail> FindAsync(string text, DeckCall call, CancellationToken cancellationToken)
    {
        var known = Guid.TryParse(text, out var id)
            ? await generations.FindAsync(id, call.Caller.AccountId, cancellationToken)
            : null;
        return known ?? throw new AtelierException(ErrorCode.NotFound, "generationId is not one of your generations.");
    }

    private ElementNote Note(GenerationDetail known) =>
        new(
            known.Plan.Style is { } style && DeckWords.Styles.Contains(style) ? style : DeckWords.UsualStyle,
            known.Plan.Size is { } size ? Ratios.Of(size, catalogue.Current.Sizes) : SizeTable.Custom
        );

    // Two wishes at once: one of them would be lost.
    private static void RefuseBoth(bool? same, string? asked, string before, string field, ErrorList errors)
    {
        if (same is true && asked is not null && asked != before)
        {
            errors.Add(
                $"config.{field}",
                $"config.{field} {asked} is another than the first one's {before}, which was to be the same.",
                code: DeckFields.CodeOf($"config.{field}")
            );
        }
    }

    private static ImageOperation Operation(ImageRequest first, string? style, string? prompt, ErrorList errors)
    {
        var words = prompt?.Trim();
        if (words is { Length: 0 or > RequestLimits.PromptLength } || words?.Any(IsControl) == true)
        {
            errors.Add(
                ModifiedPrompt,
                $"{ModifiedPrompt} must have 1 to {RequestLimits.PromptLength} characters of plain text.",
                code: ErrorCode.InvalidPrompt
            );
        }

        if (first.Operation is not Create && style is not null)
        {
            errors.Add("config.style", $"config.style does not belong to {first.Operation.Kind}.");
        }

        switch (first.Operation)
        {
            case Create create:
                return create with { Prompt = words ?? create.Prompt, Style = style ?? create.Style };
            case Edit edit:
                return words is null ? edit : edit.WithTexts(new PromptTexts(words, null));
            default:
                errors.Add(
                    Id,
                    $"generationId: {first.Operation.Kind} has nothing that could be made anew; ask for it once more."
                );
                return first.Operation;
        }
    }

    private static bool IsControl(char sign) => char.IsControl(sign) && sign is not ('\t' or '\n' or '\r');

    private PixelSize? Size(
        ImageRequest first,
        ElementNote note,
        string ratio,
        Quality quality,
        ElementGrid? grid,
        ErrorList errors
    )
    {
        if (ratio == note.AspectRatio && quality == first.Quality && (ratio != SizeTable.Custom || grid == note.Grid))
        {
            return first.Size;
        }

        if (first.Operation is not Create)
        {
            errors.Add("config", $"config: {first.Operation.Kind} keeps the size of its picture.");
            return first.Size;
        }

        var table = catalogue.Current.Sizes;
        if (table.Find(ratio, quality) is { } known)
        {
            return known;
        }

        if (grid is not null)
        {
            return GridSize.Of(grid.Width, grid.Height, quality);
        }

        if (ratio == note.AspectRatio && first.Size is { } size)
        {
            return Ratios.At(size, quality, table);
        }

        errors.Add("constraints", "constraints is required: the ratio custom is that of the element.");
        return first.Size;
    }
}
