using Atelier.Core;
using Atelier.Core.Requests;
using Atelier.Engine.Catalogue;
using Atelier.Server.Presentations.Bodies;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads what <c>remove-background</c> is sent (requirement C-39).</summary>
internal sealed class CutReader(CatalogueHolder catalogue, SourceReader sources)
{
    /// <exception cref="Core.Errors.AtelierException">Wrong fields, all at once; or the image is not the caller's.</exception>
    public async Task<DeckOrder> ReadAsync(
        RemoveBackgroundBody body,
        DeckCall call,
        CancellationToken cancellationToken
    )
    {
        var place = PlaceReader.Read(body, call.Errors);
        var format = WordReader.Optional(
            "options.outputFormat",
            body.Options?.OutputFormat,
            DeckWords.CutFormats,
            call.Errors
        );
        var source = await sources.FindAsync(call, body.ImageId, cancellationToken);
        call.Errors.ThrowIfAny();
        var draft = new RequestDraft
        {
            Operation = "remove_background",
            Image = $"{source!.Image.Id}",
            RefineMask = body.Options?.RefineMask,
            PreserveShadow = body.Options?.PreserveShadow,
            OutputFormat = format,
            Quality = SnakeCase.Of(source.Quality),
        };
        var request = RequestValidator.Validate(draft, catalogue.Current, call.Errors) with
        {
            Size = source.Size,
            Note = source.Note,
        };
        return new DeckOrder(request, place);
    }
}
