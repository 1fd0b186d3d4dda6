using Atelier.Engine.Sources;
using Atelier.Server.Authentication;
using Atelier.Server.Presentations.Bodies;
using Atelier.Server.Presentations.Reading;
using Atelier.Server.Presentations.Views;
using Microsoft.AspNetCore.Mvc;

namespace Atelier.Server.Presentations;

/// <summary><c>/api/ai/image</c>: pictures for elements of presentations.</summary>
internal static class DeckImageEndpoints
{
    // A mask in base64, and room for the rest.
    private const long MostEditBytes = (MaskKeeper.MostBytes / 3 * 4) + (1024 * 1024);

    public static void MapDeckImages(this IEndpointRouteBuilder routes)
    {
        var making = routes.MapGroup(DeckDoors.Image).WithTags("Presentations").RequireAuthorization(Scopes.Generate);
        making
            .MapPost("/generate", GenerateAsync)
            .WithName("GenerateDeckImage")
            .WithSummary("Makes a picture for an element of a slide, and waits for it.")
            .Accepts<ImageGenerateBody>("application/json")
            .Produces<ImageAnswerView>()
            .Produces<ImageAnswerView>(202);
        making
            .MapPost("/regenerate", RegenerateAsync)
            .WithName("RegenerateDeckImage")
            .WithSummary("Makes a picture anew: another seed, and another style, ratio or prompt where you say so.")
            .Accepts<ImageRegenerateBody>("application/json")
            .Produces<ImageAnswerView>()
            .Produces<ImageAnswerView>(202);
        making
            .MapPost("/upscale", UpscaleAsync)
            .WithName("UpscaleDeckImage")
            .WithSummary("Makes one of your images larger, at the same ratio.")
            .Accepts<ImageUpscaleBody>("application/json")
            .Produces<ImageAnswerView>()
            .Produces<ImageAnswerView>(202);
        making
            .MapPost("/edit", EditAsync)
            // From the routing on: who is refused before a byte was read may still send all and then read why.
            .WithMetadata(new RequestSizeLimitAttribute(MostEditBytes))
            .WithName("EditDeckImage")
            .WithSummary("Repaints a part of one of your images, grows it, or makes a variation.")
            .Accepts<ImageEditBody>("application/json")
            .Produces<ImageAnswerView>()
            .Produces<ImageAnswerView>(202);
        making
            .MapPost("/remove-background", CutAsync)
            .WithName("RemoveDeckImageBackground")
            .WithSummary("Cuts the subject of one of your images out; the result has alpha.")
            .Accepts<RemoveBackgroundBody>("application/json")
            .Produces<ImageAnswerView>()
            .Produces<ImageAnswerView>(202);
        routes
            .MapGet($"{DeckDoors.Image}/generations/{{id:guid}}", StateAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Presentations")
            .WithName("GetDeckImage")
            .WithSummary("A generation as the presentation doors show it; Prefer: wait=N waits for its end.")
            .Produces<ImageStateView>();
    }

    private static Task<IResult> GenerateAsync(
        HttpContext context,
        CurrentCaller caller,
        DeckDesk desk,
        GenerateReader reader,
        CancellationToken cancellationToken
    ) => desk.RunAsync<ImageGenerateBody>(context, caller, "generate", "prompt", reader.ReadAsync, cancellationToken);

    private static Task<IResult> RegenerateAsync(
        HttpContext context,
        CurrentCaller caller,
        DeckDesk desk,
        RegenerateReader reader,
        CancellationToken cancellationToken
    ) =>
        desk.RunAsync<ImageRegenerateBody>(
            context,
            caller,
            "regenerate",
            "options.modifiedPrompt",
            reader.ReadAsync,
            cancellationToken
        );

    private static Task<IResult> UpscaleAsync(
        HttpContext context,
        CurrentCaller caller,
        DeckDesk desk,
        UpscaleReader reader,
        CancellationToken cancellationToken
    ) => desk.RunAsync<ImageUpscaleBody>(context, caller, "upscale", "imageId", reader.ReadAsync, cancellationToken);

    private static Task<IResult> EditAsync(
        HttpContext context,
        CurrentCaller caller,
        DeckDesk desk,
        EditReader reader,
        CancellationToken cancellationToken
    ) => desk.RunAsync<ImageEditBody>(context, caller, "edit", "edit.prompt", reader.ReadAsync, cancellationToken);

    private static Task<IResult> CutAsync(
        HttpContext context,
        CurrentCaller caller,
        DeckDesk desk,
        CutReader reader,
        CancellationToken cancellationToken
    ) =>
        desk.RunAsync<RemoveBackgroundBody>(
            context,
            caller,
            "remove-background",
            "imageId",
            reader.ReadAsync,
            cancellationToken
        );

    private static Task<IResult> StateAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        DeckDesk desk,
        CancellationToken cancellationToken
    ) => desk.StateAsync(id, context, caller, cancellationToken);
}
