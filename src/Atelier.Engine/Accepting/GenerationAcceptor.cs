using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Policy;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Data.Accepting;
using Atelier.Data.Quotes;
using Atelier.Data.Webhooks;
using Atelier.Engine.Changes;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Health;
using Atelier.Engine.Limits;
using Atelier.Engine.Planning;
using Atelier.Engine.Policy;
using Atelier.Engine.Quoting;
using Atelier.Engine.Repeats;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Accepting;

/// <summary>The way in: checks a request, plans it, reserves its price and puts it into the queue.</summary>
public sealed partial class GenerationAcceptor(
    PolicyGate gate,
    Planner planner,
    SourceFinder sources,
    RepeatFinder repeats,
    QuoteStore quotes,
    AcceptStore store,
    AcceptGroups groups,
    OperationLimits limits,
    IBalances balances,
    ChangePublisher changes,
    EngineMetrics metrics,
    ILogger<GenerationAcceptor> logger
)
{
    /// <summary>The generation that this key was used for; null when the key is new. Asked before the request is checked: what was accepted stays so.</summary>
    /// <exception cref="AtelierException">The key stands for another request.</exception>
    public async Task<Guid?> FindAsync(Caller caller, Idempotency idempotency, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.AccountId, idempotency, cancellationToken) switch
        {
            null => null,
            AcceptOutcome.Replayed replayed => replayed.GenerationId,
            _ => throw Refusals.KeyConflict(),
        };

    /// <summary>Accepts a request, or finds the generation that the same key was used for.</summary>
    /// <param name="fingerprint">Of the request at a door that waits; see <see cref="AcceptOrder.Fingerprint"/>.</param>
    /// <returns>The generation, durable from here on.</returns>
    /// <exception cref="AtelierException">
    /// Against the policy, no offer, too few credits, no budget, too often, or the key or the quote stands for another request.
    /// Nothing was written.
    /// </exception>
    public Task<Acceptance> AcceptAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        byte[]? fingerprint,
        CancellationToken cancellationToken
    ) => AcceptAsync(caller, request, idempotency, fingerprint, null, null, null, null, cancellationToken);

    /// <summary>The same, with an address that its end is to be told to, or with a quote, above whose price nothing is accepted.</summary>
    public Task<Acceptance> AcceptAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        byte[]? fingerprint,
        GenerationWebhook? webhook,
        Guid? quoteId,
        CancellationToken cancellationToken
    ) => AcceptAsync(caller, request, idempotency, fingerprint, webhook, quoteId, null, null, cancellationToken);

    /// <summary>The same for a photo session.</summary>
    public Task<Acceptance> AcceptAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        byte[]? fingerprint,
        PhotoIntake photo,
        CancellationToken cancellationToken
    ) => AcceptAsync(caller, request, idempotency, fingerprint, null, null, photo, null, cancellationToken);

    /// <summary>The same for an element of a presentation.</summary>
    public Task<Acceptance> AcceptAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        byte[]? fingerprint,
        DeckIntake deck,
        CancellationToken cancellationToken
    ) => AcceptAsync(caller, request, idempotency, fingerprint, null, null, null, deck, cancellationToken);

    private async Task<Acceptance> AcceptAsync(
        Caller caller,
        ImageRequest request,
        Idempotency? idempotency,
        byte[]? fingerprint,
        GenerationWebhook? webhook,
        Guid? quoteId,
        PhotoIntake? photo,
        DeckIntake? deck,
        CancellationToken cancellationToken
    )
    {
        var verdict = await gate.CheckAsync(caller, request, cancellationToken);
        var review = (verdict as PolicyVerdict.Review)?.Reasons;
        var found = await sources.FindAsync(caller.AccountId, request, cancellationToken);
        var whom = PlanFor.Of(caller) with { Order = photo is null ? RouteOrder.Tables : RouteOrder.Photo };
        var quoted = quoteId is { } named
            ? await quotes.FindMaxCostAsync(named, caller.AccountId, cancellationToken)
            : null;
        // Where nothing can be had for the quote's price, the transaction says so, which alone knows whether the quote still holds.
        var work =
            (quoted is null ? null : planner.PlanWithin(request, found, whom, quoted: quoted))
            ?? planner.Plan(request, found, whom);
        // A seed of the caller's says that the same picture is wanted; what a person must look at is looked at each time.
        var repeat =
            request.Seed is not null && review is null && photo is null ? RepeatFinder.FingerprintOf(work) : null;
        if (
            repeat is not null
            && await repeats.FindAsync(caller.AccountId, work, repeat, cancellationToken) is { } known
        )
        {
            (work, repeat) = (known, null);
        }

        var order = OrderFor(work);
        var outcome = await AcceptAsync(order, cancellationToken);
        if (
            work.Plan.GoesAlone
            && outcome is AcceptOutcome.TooFewCredits or AcceptOutcome.OverQuota or AcceptOutcome.OverBudget
        )
        {
            // It may not make pictures of its own, but those of another are given for nothing.
            work = RepeatFinder.ForNothing(work);
            order = OrderFor(work);
            outcome = await AcceptAsync(order, cancellationToken);
        }

        // What is too dear must not keep out what a budget has room for. Others take from it meanwhile, so each time there is
        // less room, down to what costs nothing.
        while (
            outcome is AcceptOutcome.OverBudget over
            && planner.PlanWithin(request, found, whom, over.Room, quoted) is { } cheaper
        )
        {
            LogCheaper(over.Scope.Kind);
            (work, repeat) = (cheaper, null);
            order = OrderFor(work);
            outcome = await AcceptAsync(order, cancellationToken);
        }

        switch (outcome)
        {
            case AcceptOutcome.Accepted:
                Tell(order, work);
                return new Acceptance(order.GenerationId) { Begun = true, Limits = outcome.Limits };
            case AcceptOutcome.Replayed replayed:
                return new Acceptance(replayed.GenerationId);
            case AcceptOutcome.Adopted adopted:
                LogAdopted(adopted.GenerationId);
                return new Acceptance(adopted.GenerationId, Adopted: true);
            default:
                throw Refusals.Of(outcome, order);
        }

        AcceptOrder OrderFor(PlannedWork planned) =>
            Order(caller, planned, idempotency) with
            {
                Fingerprint = fingerprint,
                Webhook = webhook,
                Review = review,
                Quote = quoteId is { } quote
                    ? new QuoteUse(quote, RequestFingerprint.Of(request), planned.Plan.CatalogueVersion)
                    : null,
                MaxCost = MaxCostOf(request, quoted),
                SessionId = photo?.SessionId,
                Uses =
                [
                    .. found
                        .References.Append(found.Image)
                        .Append(found.Mask)
                        .Select(image => image?.SessionId)
                        .OfType<Guid>()
                        .Distinct()
                        .Where(session => session != photo?.SessionId),
                ],
                Client = photo?.Client,
                Repeat = planned.Plan.Repeats is null ? repeat : null,
                Place = deck?.Place,
                AtOnce = deck is null ? null : limits.PresentationsAtOnce,
                Limit = deck is null
                    ? limits.Of(request.Operation)
                    : limits.OfPresentations(request.Operation, deck.Regenerates),
            };
    }

    // The lower of the two: a cap of the caller's own is part of what was quoted.
    private static long? MaxCostOf(ImageRequest request, long? quoted) =>
        request.MaxCostUsd is not { } cap ? quoted
        : quoted is { } most ? Math.Min(NanoDollars.Of(cap), most)
        : NanoDollars.Of(cap);

    private void Tell(AcceptOrder order, PlannedWork work)
    {
        var first = work.Plan.Chain[0];
        LogAccepted(
            order.GenerationId,
            order.Operation,
            order.Count,
            first.Model,
            first.Provider,
            work.Plan.Style,
            SnakeCase.Of(work.Request.Tier ?? QualityTier.Standard)
        );
        metrics.Accepted(order.Operation);
        if (order.Review is not null)
        {
            // It may wait a day, and may never be called.
            metrics.Parked("before");
        }
        else if (work.Plan.Repeats is null)
        {
            balances.Reserve(first.Provider, NanoDollars.ToDollars(first.ExpectedOf(order.Count)));
        }

        changes.Publish(ChangeWord.Lane(order.Lane), ChangeWord.Generation(order.GenerationId));
    }

    private async Task<AcceptOutcome> AcceptAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return await groups.AcceptAsync(order, cancellationToken);
        }
        catch (OutcomeUnknownException exception)
        {
            throw new AtelierException(
                ErrorCode.OutcomeUnknown,
                $"The database broke off while the request was written: look at /v1/generations/{exception.GenerationId} "
                    + "before you send it again; if it is not there, nothing was accepted.",
                exception
            );
        }
    }

    private static AcceptOrder Order(Caller caller, PlannedWork work, Idempotency? idempotency)
    {
        var request = work.Request;
        var texts = request.Operation.Texts;
        var stored = request with { Operation = request.Operation.WithTexts(PromptTexts.None) };
        return new AcceptOrder(
            Guid.CreateVersion7(),
            caller.AccountId,
            caller.KeyId,
            request.Operation.Kind,
            texts.Prompt,
            texts.NegativePrompt,
            PlanJson.Write(stored),
            PlanJson.Write(work.Plan),
            PlanJson.Write(work.Calls),
            request.Count,
            work.Plan.PriceEach,
            work.Plan.LaneOf(0),
            (int)request.Class,
            request.Class.Weight(),
            idempotency
        )
        {
            First =
                work.Plan.Repeats is null && work.Plan.Chain[0].Paid
                    ? work.Plan.CallFor(0, Enumerable.Range(0, request.Count))
                    : null,
            CostReserved = work.Plan.MostFor(request.Count),
            // What was counted once is not counted again.
            CountsPictures =
                (work.Plan.Repeats is null || work.Plan.GoesAlone) && OperationLimits.CountsPictures(request.Operation),
            Visitor = caller.Visitor,
        };
    }

    [LoggerMessage(
        LogLevel.Information,
        "Accepted {GenerationId}: {Operation} of {Count} by {Model} at {Provider}, style {Style}, tier {Tier}"
    )]
    private partial void LogAccepted(
        Guid generationId,
        string operation,
        int count,
        string model,
        string provider,
        string? style,
        string tier
    );

    [LoggerMessage(
        LogLevel.Information,
        "A request came again; {GenerationId}, whose answer was not delivered, answers it"
    )]
    private partial void LogAdopted(Guid generationId);

    [LoggerMessage(
        LogLevel.Information,
        "A budget ({Scope}) has no room; the request is planned without what may cost more"
    )]
    private partial void LogCheaper(string scope);
}
