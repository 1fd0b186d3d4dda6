using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>Reads a mix of requests, and how often each comes.</summary>
internal static class MixReader
{
    private const int MostParts = 100;

    public static IReadOnlyList<(ImageRequest Request, long Times)> Read(
        MixBody mix,
        CatalogueSnapshot catalogue,
        ErrorList errors
    )
    {
        var number = mix.Requests ?? 0;
        if (number is < 1 or > Simulator.MostRequests)
        {
            errors.Add("mix.requests", $"mix.requests must be 1 to {Simulator.MostRequests}.");
        }

        var parts = mix.Parts ?? [];
        if (parts.Count is 0 or > MostParts)
        {
            errors.Add("mix.parts", $"mix.parts must be 1 to {MostParts} kinds of requests.");
            return [];
        }

        var requests = parts.Select((part, i) => Read(part, $"mix.parts[{i}]", catalogue, errors)).ToList();
        var shares = parts.Select(part => part?.Share ?? 0).ToList();
        // Those out of range are told one by one; their sum need not be a number.
        if (shares.Where(share => share is > 0 and <= 1).Sum() != 1)
        {
            errors.Add("mix.parts", "The shares of mix.parts must be 1 together.");
        }

        if (requests.Exists(request => request is null) || errors.Errors.Count > 0)
        {
            return [];
        }

        return [.. requests.Zip(Split(number, shares), (request, times) => (request!, times))];
    }

    // Whole requests: what a share has beyond them goes to the parts that have most of it, so that none is lost.
    internal static IReadOnlyList<long> Split(int number, IReadOnlyList<decimal> shares)
    {
        var whole = shares.Select(share => (long)decimal.Floor(share * number)).ToArray();
        var left = number - whole.Sum();
        foreach (
            var index in Enumerable
                .Range(0, shares.Count)
                .OrderByDescending(i => shares[i] * number - whole[i])
                .Take((int)left)
        )
        {
            whole[index]++;
        }

        return whole;
    }

    private static ImageRequest? Read(MixPartBody? part, string path, CatalogueSnapshot catalogue, ErrorList errors)
    {
        if (part?.Share is not (> 0 and <= 1))
        {
            errors.Add($"{path}.share", $"{path}.share must be above 0 and at most 1.");
        }

        if (part?.Request is not { } body)
        {
            errors.Add($"{path}.request", $"{path}.request is missing: a request as at POST /v1/generations.");
            return null;
        }

        body.Prompt ??= body.Operation is null or "create" ? Simulator.AnyPrompt : null;
        try
        {
            return RequestValidator.Validate(body.ToDraft(), catalogue, new ErrorList());
        }
        catch (AtelierException exception) when (exception.Fields.Count > 0)
        {
            foreach (var field in exception.Fields)
            {
                errors.Add($"{path}.request.{field.Field}", field.Message, field.Allowed, field.Code);
            }

            return null;
        }
    }
}
