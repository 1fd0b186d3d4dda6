using Atelier.Core;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Data.Reports;
using Atelier.Engine.Photos;
using Atelier.Engine.Planning;
using Atelier.Engine.Quoting;

namespace Atelier.Engine.Simulating;

/// <summary>Tries requests in another world beside today's: what they would cost, take and lose. No provider is called, no row written.</summary>
public sealed class Simulator(PastRequestStore past, OfferTimes times)
{
    /// <summary>Stands for words that are not known: they have no price.</summary>
    public const string AnyPrompt = "a picture";

    /// <summary>Requests that one simulation tries at most.</summary>
    public const int MostRequests = 10_000;

    private const int PageSize = 1_000;

    /// <summary>Tries a mix; each request comes so many times.</summary>
    public SimulationOutcome Run(
        IReadOnlyList<(ImageRequest Request, long Times)> mix,
        SimulationSide other,
        SimulationSide today
    )
    {
        var (one, two) = (new SimulationTally(other, times), new SimulationTally(today, times));
        foreach (var (request, number) in mix)
        {
            one.Add(request, number);
            two.Add(request, number);
        }

        return new SimulationOutcome(one.Finish(), two.Finish(), null);
    }

    /// <summary>Tries what was asked for in the past, without its words. Read in pages: what was read is forgotten.</summary>
    public async Task<SimulationOutcome> RunAsync(
        PastTraffic traffic,
        SimulationSide other,
        SimulationSide today,
        CancellationToken cancellationToken
    )
    {
        var (one, two) = (new SimulationTally(other, times), new SimulationTally(today, times));
        var (requests, nanos, seconds) = (0L, 0L, 0.0);
        var page = await past.FirstAsync(
            traffic.From,
            traffic.Until,
            traffic.Account,
            Math.Min(PageSize, traffic.Most),
            cancellationToken
        );
        while (page.Count > 0)
        {
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var request = Nameless(PlanJson.Read<ImageRequest>(row.RequestJson));
                var whom = WhomOf(row, request);
                one.Add(request, 1, whom);
                two.Add(request, 1, whom);
                requests++;
                nanos += row.Nanos;
                seconds += row.Seconds;
            }

            var left = (int)Math.Min(PageSize, traffic.Most - requests);
            page =
                left == 0
                    ? []
                    : await past.NextAsync(traffic.From, page[^1].Id, traffic.Account, left, cancellationToken);
        }

        var recorded = new PastResult(
            requests,
            NanoDollars.ToDollars(nanos),
            requests == 0 ? null : seconds / requests
        );
        return new SimulationOutcome(one.Finish(), two.Finish(), recorded);
    }

    // Photo sessions are forgotten after a while; that words are cut, as at no other door, is kept with the request.
    private static PlanFor WhomOf(PastRequest row, ImageRequest request) =>
        new(
            SnakeCase.TryParse<AccountTier>(row.Tier) ?? AccountTier.Free,
            row.OnlyProviders?.Split(' ').ToHashSet(),
            row.NeverProviders?.Split(' ').ToHashSet()
        )
        {
            Order = request.CutPromptAt == PhotoDesk.PromptLength ? RouteOrder.Photo : RouteOrder.Tables,
        };

    // Every request has a seed when it is stored, and hardly any caller gave one. Its words are kept apart from it, and erased.
    private static ImageRequest Nameless(ImageRequest stored) =>
        stored with
        {
            Seed = null,
            Operation = stored.Operation.WithTexts(new PromptTexts(AnyPrompt, null)),
        };
}
