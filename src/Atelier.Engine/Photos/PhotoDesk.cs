using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Data.Accepting;
using Atelier.Data.Photos;
using Atelier.Engine.Accepting;
using Atelier.Engine.Changes;
using Atelier.Engine.Planning;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Photos;

/// <summary>Accepts photo tasks; where nobody can be asked, the task is there all the same, as failed (requirement B-33).</summary>
public sealed partial class PhotoDesk(
    GenerationAcceptor acceptor,
    Planner planner,
    SourceFinder sources,
    PhotoTaskStore tasks,
    ChangePublisher changes,
    ILogger<PhotoDesk> logger
)
{
    /// <summary>Characters of a caller's words that are let through (requirement B-63).</summary>
    public const int PromptLength = 500;

    private const string NoProviders = "No AI providers available";
    private const int RetrySeconds = 60;

    /// <summary>The task that this key was used for; null when the key is new.</summary>
    /// <exception cref="AtelierException">The key stands for another request.</exception>
    public Task<Guid?> FindAsync(Caller caller, Idempotency idempotency, CancellationToken cancellationToken) =>
        acceptor.FindAsync(caller, idempotency, cancellationToken);

    /// <summary>Accepts a request to restyle the photo of a session.</summary>
    /// <exception cref="AtelierException">
    /// The session is gone, nobody can be asked (then the details name the failed task), or as of every request.
    /// </exception>
    public async Task<Acceptance> StartAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        PhotoIntake photo,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await AcceptAsync(caller, request, idempotency, photo, cancellationToken);
        }
        catch (AtelierException exception) when (exception.Fields.Any(field => field.Field == "image"))
        {
            // It was there a moment ago; the session was cleaned up meanwhile.
            throw Refusals.NoSession();
        }
    }

    private async Task<Acceptance> AcceptAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        PhotoIntake photo,
        CancellationToken cancellationToken
    )
    {
        var cut = request with { CutPromptAt = PromptLength };
        try
        {
            return await acceptor.AcceptAsync(caller, cut, idempotency, null, photo, cancellationToken);
        }
        catch (AtelierException exception) when (IsOfNobody(exception.Code))
        {
            var id = await RecordAsync(caller, cut, photo, exception.Code, cancellationToken);
            throw new AtelierException(ErrorCode.ProviderUnavailable, exception.Message, exception)
            {
                RetryAfterSeconds = exception.RetryAfterSeconds ?? RetrySeconds,
                Details = new Dictionary<string, object> { ["task_id"] = id },
            };
        }
    }

    // No offer that is switched on, all left alone for a while, or no budget for any.
    private static bool IsOfNobody(ErrorCode code) =>
        code is ErrorCode.ProviderUnavailable or ErrorCode.ServiceUnavailable or ErrorCode.BudgetExceeded;

    private async Task<Guid> RecordAsync(
        Caller caller,
        ImageRequest request,
        PhotoIntake photo,
        ErrorCode cause,
        CancellationToken cancellationToken
    )
    {
        var found = await sources.FindAsync(caller.AccountId, request.Operation, cancellationToken);
        var whom = PlanFor.Of(caller) with { Order = RouteOrder.Photo };
        var route = planner.Explain(request, found, whom);
        var style = (request.Operation as Stylise)?.Style;
        var plan = new GenerationPlan("", null, request.Quality, style, 0, 0, [], route.Rejected, route.Text);
        var texts = request.Operation.Texts;
        var id = Guid.CreateVersion7();
        var task = new FailedTask(
            id,
            caller.AccountId,
            caller.KeyId,
            photo.SessionId,
            photo.Client,
            request.Operation.Kind,
            texts.Prompt,
            PlanJson.Write(request with { Operation = request.Operation.WithTexts(PromptTexts.None) }),
            PlanJson.Write(plan),
            ErrorFacts.Of(ErrorCode.ProviderUnavailable).Wire,
            NoProviders
        );
        if (!await tasks.RecordAsync(task, cancellationToken))
        {
            throw Refusals.NoSession();
        }

        LogNobody(id, cause);
        changes.Publish(ChangeWord.Generation(id));
        return id;
    }

    [LoggerMessage(LogLevel.Warning, "Photo task {TaskId} failed: nobody could be asked ({Cause})")]
    private partial void LogNobody(Guid taskId, ErrorCode cause);
}
