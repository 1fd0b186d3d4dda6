using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accepting;
using Atelier.Data.Webhooks;
using Atelier.Engine.Accepting;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Errors;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Atelier.Server.Webhooks;

namespace Atelier.Server.Generations;

/// <summary>What every door that makes pictures does with the draft it read: check, accept, wait.</summary>
internal sealed class Intake(
    CatalogueHolder catalogue,
    GenerationAcceptor acceptor,
    GenerationReader reader,
    WebhookReader webhooks,
    Patience patience
)
{
    /// <summary>Accepts the request; with an Idempotency-Key that was used for it before, finds that generation.</summary>
    /// <param name="idempotency">The caller's name for the request; null when it gave none.</param>
    /// <param name="fingerprint">
    /// Of the request at a door that waits, where a client that lost the answer sends it again; null elsewhere.
    /// </param>
    /// <param name="webhook">Where its end is to be told; null for nowhere of its own.</param>
    /// <exception cref="AtelierException">Wrong fields (all at once), no offer, too few credits, too many messages that wait, or a quote that does not hold; nothing was written.</exception>
    public async Task<Guid> AcceptAsync(
        HttpContext context,
        CurrentCaller caller,
        RequestDraft draft,
        Idempotency? idempotency,
        byte[]? fingerprint,
        ErrorList errors,
        GenerationWebhook? webhook = null
    )
    {
        var quoteId = QuoteHeader.Read(context.Request, errors);
        var acceptance = await FindOrAcceptAsync(
            caller.Caller,
            draft,
            idempotency,
            fingerprint,
            errors,
            webhook,
            quoteId
        );
        var id = acceptance.GenerationId;
        RateHeaders.Write(context, acceptance.Limits);
        if (acceptance.Adopted)
        {
            context.Response.Headers["Atelier-Reused"] = "undelivered";
        }

        // From here on no answer may invite the caller to send the request again.
        context.Features.Set(new AcceptedGeneration(id));
        context.Response.Headers[AcceptedGeneration.Header] = id.ToString();
        return id;
    }

    private async Task<Acceptance> FindOrAcceptAsync(
        Caller caller,
        RequestDraft draft,
        Idempotency? idempotency,
        byte[]? fingerprint,
        ErrorList errors,
        GenerationWebhook? webhook,
        Guid? quoteId
    )
    {
        // What was accepted stays so, even when today's catalogue would refuse it.
        if (
            idempotency is not null
            && await acceptor.FindAsync(caller, idempotency, CancellationToken.None) is { } known
        )
        {
            return new Acceptance(known);
        }

        var request = RequestValidator.Validate(draft, catalogue.Current, errors);
        if (webhook is not null)
        {
            await webhooks.ThrowIfFullAsync(caller, CancellationToken.None);
        }

        // Once accepted it runs whether or not the caller stays; accepting itself is not to be cut in half either.
        return await acceptor.AcceptAsync(
            caller,
            request,
            idempotency,
            fingerprint,
            webhook,
            quoteId,
            CancellationToken.None
        );
    }

    /// <summary>The generation at its end, or as it stands when the time is up or the service has stopped its work.</summary>
    /// <exception cref="AtelierException">It is unknown, or another account's.</exception>
    public async Task<GenerationDetail> WaitAsync(
        Guid id,
        CurrentCaller caller,
        TimeSpan atMost,
        CancellationToken cancellationToken
    ) =>
        await reader.WaitAsync(id, caller.AccountId, atMost, patience.Drained, cancellationToken)
        ?? throw new AtelierException(ErrorCode.NotFound, "There is no generation of this id.");
}
