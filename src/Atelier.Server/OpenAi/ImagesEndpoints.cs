using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Engine.Policy;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Errors;
using Atelier.Server.Generations;
using Atelier.Server.Wire;

namespace Atelier.Server.OpenAi;

/// <summary><c>POST /v1/images/generations</c>: OpenAI's door, for clients that stay as they are.</summary>
internal static class ImagesEndpoints
{
    // A little less than OpenAI's own clients wait, so that they hear of the generation before they give up on it.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(590);

    public static void MapOpenAiImages(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/images/generations", CreateAsync)
            .RequireAuthorization(Scopes.Generate)
            .WithTags("OpenAI")
            .WithName("CreateImage")
            .WithSummary("Makes pictures from a prompt; with Accept: image/png the answer is the picture itself.")
            .Accepts<ImagesBody>("application/json")
            .Produces<ImagesAnswer>();

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        CurrentCaller caller,
        Intake intake,
        ViewBuilder views,
        ImagesWriter writer,
        CancellationToken cancellationToken
    )
    {
        var preference = Preference.Read(context.Request);
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<ImagesBody>(context.Request, errors);
        body.Validate(errors);
        var wanted = AcceptedPicture.Read(context.Request, body, errors);
        var draft = wanted is null ? body.ToDraft() : body.ToDraft() with { OutputFormat = wanted };
        var idempotency = IdempotencyHeader.Read(context.Request, $"images {wanted}", json);
        // A caller that names its request, or does not wait for the picture, knows how to find it.
        var lostable = idempotency is null && !preference.RespondAsync;
        var fingerprint = lostable ? Fingerprint.Of($"images {wanted}", json) : null;
        var id = await intake.AcceptAsync(context, caller, draft, idempotency, fingerprint, errors);
        preference.Confirm(context.Response);
        var wait = preference.Wait ?? (preference.RespondAsync ? TimeSpan.Zero : DefaultWait);
        var detail = await intake.WaitAsync(id, caller, wait, cancellationToken);
        if (preference.RespondAsync && !GenerationStates.TryParse(detail.Row.State)!.Value.IsTerminal())
        {
            context.Response.Headers.Location = $"/v1/generations/{id}";
            return TypedResults.Json(views.Build(context.Request, detail), WireJson.Options, statusCode: 202);
        }

        ThrowUnlessComplete(context, detail);
        var answer =
            wanted is not null ? await writer.PictureAsync(context, detail, cancellationToken)
            : body.ResponseFormat == "url" ? writer.Urls(context.Request, detail)
            : await writer.Base64Async(context, detail, cancellationToken);
        return new DeliveredResult(answer, id);
    }

    private static void ThrowUnlessComplete(HttpContext context, GenerationDetail detail)
    {
        switch (GenerationStates.TryParse(detail.Row.State))
        {
            case GenerationState.Complete:
                return;
            case GenerationState.Failed:
                context.Features.Set(new AcceptedGeneration(detail.Row.Id) { Ended = true });
                throw new AtelierException(
                    ErrorFacts.Find(detail.Row.ErrorCode ?? "") ?? ErrorCode.GenerationFailed,
                    detail.Row.ErrorMessage ?? "The picture could not be made."
                )
                {
                    Details = PolicyViolation.Of(detail.Row) is { } violation
                        ? new Dictionary<string, object> { ["content_policy"] = violation }
                        : null,
                };
            case GenerationState.Canceled:
                throw new AtelierException(ErrorCode.Canceled, "The generation was canceled.");
            case GenerationState.Review:
                throw new AtelierException(
                    ErrorCode.InReview,
                    $"The request was accepted and waits for review by a person: its end is shown at /v1/generations/{detail.Row.Id}. Do not send the request again."
                );
            default:
                throw new AtelierException(
                    ErrorCode.StillRunning,
                    $"The picture is still being made: fetch it at /v1/generations/{detail.Row.Id}. Do not send the request again."
                );
        }
    }
}
