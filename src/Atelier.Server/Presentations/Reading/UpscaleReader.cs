using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Engine.Catalogue;
using Atelier.Server.Presentations.Bodies;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads what <c>upscale</c> is sent (requirement C-36).</summary>
internal sealed class UpscaleReader(CatalogueHolder catalogue, SourceReader sources)
{
    private const string Target = "targetQuality";

    /// <exception cref="AtelierException">Wrong fields, all at once; or the image is not the caller's.</exception>
    public async Task<DeckOrder> ReadAsync(ImageUpscaleBody body, DeckCall call, CancellationToken cancellationToken)
    {
        var place = PlaceReader.Read(body, call.Errors);
        var word = WordReader.Required(Target, body.TargetQuality, DeckWords.Qualities, call.Errors);
        var source = await sources.FindAsync(call, body.ImageId, cancellationToken);
        call.Errors.ThrowIfAny();
        var quality = SnakeCase.TryParse<Quality>(word!)!.Value;
        var snapshot = catalogue.Current;
        var size = Ratios.At(source!.Size, quality, snapshot.Sizes);
        if (size.LongerSide <= source.Size.LongerSide)
        {
            throw new AtelierException([
                new FieldError(
                    Target,
                    $"{Target} {word} means {size}, which is not larger than the picture's {source.Size}."
                )
                {
                    Code = ErrorCode.InvalidDimensions,
                },
            ]);
        }

        var draft = new RequestDraft
        {
            Operation = "upscale",
            Image = $"{source.Image.Id}",
            EnhanceDetails = body.EnhanceDetails,
            Denoise = body.Denoise,
            Quality = word,
        };
        var request = RequestValidator.Validate(draft, snapshot, call.Errors) with { Size = size, Note = source.Note };
        return new DeckOrder(request, place);
    }
}
