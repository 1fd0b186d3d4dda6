using System.Globalization;
using System.Text;
using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Providers.Answers;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Docs;

/// <summary>Writes <c>docs/providers.md</c> from the catalogue and from what the suite proves of each wire.</summary>
internal sealed class ProvidersMarkdown(CatalogueSnapshot catalogue, DateOnly today)
{
    private const string Head = """
        # Providers

        A test writes this page from `catalog/` and from the benches of the conformance suite, and fails when it is out of date. Nothing here is
        merely said: every offer is run for everything in its row against an emulator that knows the wire field by field, and every trait is
        what the suite holds the adapter to. [catalogue.md](catalogue.md) says how to change offers, [paid-calls.md](paid-calls.md) what
        becomes of calls that fail.

        ## What the suite proves

        | Subject | Of every provider |
        |---|---|
        | Submitting | each offer does what its row says, in one POST; pictures arrive byte for byte; the cost told is the bill and never above the offer's maximum; masks, references, several pictures and seeds; nothing is sent without the guard |
        | Compiling | is pure, holds no secret, survives the database; every wish is said on the wire or declared lost |
        | Failing | 401, no money, 429 with its Retry-After, 5xx before and after the work, hangs, cuts before, in and after the answer, broken JSON, wrong types and lengths, redirects, refusals, a full disk: the kind and the charge that are declared, and never less than the bill |
        | Polling | slow work, faults at questions and files, addresses that ran out, failed and vanished tasks, cancelling, callbacks; the next question always brings the pictures |
        | Losing | a call whose answer nobody heard is found again as declared: its own, or none |
        | Trusting | key and words go to the provider alone, whatever redirects and answers say; nonsense is no picture |
        | Knowing | name, lane, prices, time limit; the check is free and says why the provider is not to be had |

        ## Traits

        | Provider | Key | At once | Pictures come | A lost call is | A cancelled one | Calls back | Tells its cost | Mask | References | A POST may take |
        |---|---|---:|---|---|---|---|---|---|---:|---:|

        """;

    private static readonly Capability[] Order = Enum.GetValues<Capability>();

    public string Write(IReadOnlyList<WireUnderTest> wires)
    {
        var page = new StringBuilder(Head);
        foreach (var wire in wires)
        {
            page.Append(Traits(wire));
        }

        foreach (var provider in wires.GroupBy(wire => wire.Provider))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {provider.Key}\n");
            foreach (var wire in provider)
            {
                AddOffers(page, wire);
            }
        }

        var others = catalogue
            .Providers.Select(provider => provider.Id)
            .Except(wires.Select(wire => wire.Provider))
            .Select(id => $"`{id}`")
            .ToList();
        page.Append(
            CultureInfo.InvariantCulture,
            $"\nNot called over a wire of this suite: {(others.Count == 0 ? "none" : string.Join(", ", others))}.\n"
        );
        return page.ToString();
    }

    private string Traits(WireUnderTest wire)
    {
        var entry = wire.Catalogue.FindProvider(wire.Provider)!;
        using var site = new ProviderSite(wire.Site("key", null), TimeProvider.System);
        var most = Living(wire).Select(of => wire.MostReferences(of.Offer)).DefaultIfEmpty().Max();
        string[] cells =
        [
            $"[{entry.Name}](#{entry.Id}){(wire.Surface is { } surface ? $", {surface}" : "")}",
            entry.KeyVariable is { } variable ? $"`{variable}`" : "none",
            entry.Lane?.ToString(CultureInfo.InvariantCulture) ?? "any",
            wire.HasTasks ? "from a task"
            : wire.NamesAddresses ? "from addresses in the answer"
            : "with the answer",
            wire.Reconciliation switch
            {
                Reconciliation.ById => "found by our id",
                Reconciliation.ByMarker => "found by our mark",
                Reconciliation.ByWindow => "found by kind and time",
                _ => "not found",
            },
            wire.Cancelling == CancelAnswer.Confirmed ? "stops" : "goes on",
            YesOrNo(wire.CallsBack),
            wire.Bills ? Cost(wire.Costs) : "free",
            wire.Mask switch
            {
                MaskForm.Holes => "a PNG, transparent where to paint",
                MaskForm.White => "a PNG, white where to paint",
                MaskForm.Address => "our address of it",
                _ => "",
            },
            most.ToString(CultureInfo.InvariantCulture),
            $"{site.PostTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s",
        ];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private void AddOffers(StringBuilder page, WireUnderTest wire)
    {
        page.Append('\n');
        var columns = Order.Where(capability => Living(wire).Any(of => of.Capability == capability)).ToList();
        page.Append("| Model | There it is called | ")
            .AppendJoin(" | ", columns.Select(column => SnakeCase.Of(column).Replace('_', ' ')))
            .Append(" | Pictures a call | Seed |\n|---|---|")
            .AppendJoin("|", columns.Select(_ => ":-:"))
            .Append("|---:|:-:|\n");
        foreach (var offer in Living(wire).GroupBy(of => (of.Model, of.Offer)))
        {
            var (model, sold) = offer.Key;
            var can = columns.Select(column => sold.Capabilities.Contains(column) ? "yes" : "");
            var pictures = sold.PicturesPerCall == sold.MaxPerCall ? $"{sold.MaxPerCall}" : $"1–{sold.MaxPerCall}";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{model.Id}` | `{sold.ProviderModel}` | {string.Join(" | ", can)} | {pictures} | {(sold.Seed ? "yes" : "")} |\n"
            );
        }

        page.Append("\nProven by ")
            .AppendJoin(", ", Subjects.ClassesOf(wire.GetType()).Select(type => $"`{type.Name}`"))
            .Append(" in `tests/Atelier.Providers.Tests`.\n");
    }

    private IEnumerable<OfferCase> Living(WireUnderTest wire) => wire.Cases(today);

    private static string YesOrNo(bool does) => does ? "yes" : "no";

    private static string Cost(CostReport report) =>
        report switch
        {
            CostReport.Exact => "yes",
            CostReport.Estimated => "no; reckoned",
            _ => "no; by the offer's price",
        };
}
