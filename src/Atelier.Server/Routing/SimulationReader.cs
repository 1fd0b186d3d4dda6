using System.Globalization;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;
using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>Reads what is to be simulated, and names what is wrong with it.</summary>
internal sealed class SimulationReader(CatalogueHolder catalogue, Planner planner, TimeProvider time)
{
    private const string All = "all";
    private const int MostDays = 400;
    private const int DefaultDays = 30;

    /// <exception cref="Core.Errors.AtelierException">With all fields that are wrong.</exception>
    public SimulationOrder Read(SimulationBody body, ErrorList errors)
    {
        var current = catalogue.Current;
        var other = body.Catalogue is { } texts ? CatalogueTexts.Read(texts, errors) ?? current : current;
        if (body.Traffic is null == body.Mix is null)
        {
            errors.Add("traffic", "Send traffic, to try requests of the past, or mix, to try given ones.");
        }

        var status = planner.Status();
        var day = Date("today", body.Today, errors) ?? status.Today;
        var version = ReadVersion(body.PriceVersion, other, errors);
        var traffic = body.Traffic is { } past ? ReadTraffic(past, errors) : null;
        var mix = body.Mix is { } given ? MixReader.Read(given, other, errors) : [];
        CheckProviders(body.Providers, [current, other], errors);
        var today = new SimulationSide(current, StatusOf(body.Providers, current, status), null);
        var world = new SimulationSide(other, StatusOf(body.Providers, other, status) with { Today = day }, version);
        errors.ThrowIfAny();
        return new SimulationOrder(world, today, traffic, mix);
    }

    // What only one of the worlds has does no harm in the other.
    private static void CheckProviders(
        List<string>? providers,
        IReadOnlyList<CatalogueSnapshot> catalogues,
        ErrorList errors
    )
    {
        var known = catalogues
            .SelectMany(catalogue => catalogue.Providers)
            .Select(provider => provider.Id)
            .Distinct()
            .ToList();
        foreach (var id in providers ?? [])
        {
            // JSON may say null where the types promise a value.
            if (id is null || (providers is not [All] && !known.Contains(id)))
            {
                errors.AddUnknown("providers", id ?? "null", [.. known, All]);
            }
        }
    }

    private static ProviderStatus StatusOf(List<string>? providers, CatalogueSnapshot catalogue, ProviderStatus now) =>
        new(
            providers switch
            {
                null => now.Available,
                [All] => catalogue.Providers.Select(provider => provider.Id).ToHashSet(),
                _ => providers.ToHashSet(),
            },
            now.Today
        )
        {
            AccountTier = AccountTier.Paid,
        };

    private static string? ReadVersion(string? version, CatalogueSnapshot catalogue, ErrorList errors)
    {
        var known = catalogue
            .Models.SelectMany(model => model.Offers)
            .SelectMany(offer => offer.Price.Versions.Keys)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (version is null || known.Contains(version))
        {
            return version;
        }

        errors.AddUnknown("price_version", version, known);
        return null;
    }

    private PastTraffic ReadTraffic(TrafficBody body, ErrorList errors)
    {
        var to = Date("traffic.to", body.To, errors) ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var from = Date("traffic.from", body.From, errors) ?? to.AddDays(-DefaultDays);
        if (from > to || to.DayNumber - from.DayNumber > MostDays)
        {
            errors.Add("traffic.from", $"traffic.from must be a day before traffic.to, at most {MostDays} days.");
        }

        var account = Guid.Empty;
        if (body.Account is not null && !Guid.TryParse(body.Account, out account))
        {
            errors.Add("traffic.account", "traffic.account must be the id of an account.");
        }

        if (body.Most is < 1 or > Simulator.MostRequests)
        {
            errors.Add("traffic.most", $"traffic.most must be 1 to {Simulator.MostRequests}.");
        }

        return new PastTraffic(
            Begin(from),
            Begin(to.AddDays(1)),
            body.Account is null ? null : account,
            body.Most ?? Simulator.MostRequests
        );
    }

    private static DateTimeOffset Begin(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static DateOnly? Date(string field, string? text, ErrorList errors)
    {
        if (text is null)
        {
            return null;
        }

        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 2000 and < 9999
        )
        {
            return date;
        }

        errors.Add(field, $"{field} must be a day such as 2026-11-21.");
        return null;
    }
}
