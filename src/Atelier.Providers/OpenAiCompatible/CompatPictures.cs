using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>Reads an answer from the spool, and fetches what it only names.</summary>
internal sealed class CompatPictures(ProviderSite site, string result, bool free)
{
    // Ten pictures of 3840x2160 as base64, at their very worst.
    private const long MostOfAll = 512L * 1024 * 1024;

    // More than any call asks for; a list without end would be fetched without end.
    private const int MostPictures = 16;

    // An answer that only names its pictures is small; a larger one has them inside.
    private const long MostNames = 1024 * 1024;

    private readonly SieveRules _rules = CompatItem.Rules(result);

    /// <summary>Bytes of an answer to a call for so many pictures, at most.</summary>
    public static long MostBytes(int pictures) => Math.Min((long)pictures * AnswerSieve.MostString, MostOfAll);

    private Charge Paid => free ? Charge.None : Charge.Charged;

    /// <summary>Whether an answer that has just come names a picture instead of bringing it. Reads no more than what could be names.</summary>
    public async Task<bool> AreNamedAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            var rules = _rules with { MostBytes = MostNames };
            var read = await ReadPartAsync(spool, AnswerSpool.Response, rules, cancellationToken);
            return read?.Items.Any(item => item.Address is not null) == true;
        }
        catch (ProviderException)
        {
            // Too large for that, or nothing that helps; whoever reads it says which.
            return false;
        }
    }

    /// <summary>The pictures that an answer holds or names; null when there is none in the spool.</summary>
    /// <exception cref="ProviderException">It is no JSON, or holds no picture.</exception>
    public async Task<IReadOnlyList<CompatItem>?> ItemsAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        (await ReadPartAsync(spool, AnswerSpool.Response, _rules, cancellationToken))?.Items;

    /// <summary>Fetches what is only named and not there yet, each into a part of its own; one that fails keeps no other back.</summary>
    /// <param name="again">
    /// Whether this is not the last look: a file that is not there yet, or a page instead of it, may pass, and the pictures that
    /// are there can wait for the others.
    /// </param>
    /// <returns>Whether any picture is there in the end; those that cannot be had are left out.</returns>
    /// <exception cref="ProviderException">One could not be had now; trying again costs nothing.</exception>
    public async Task<bool> FetchAsync(
        IReadOnlyList<CompatItem> items,
        AnswerSpool spool,
        bool again,
        CancellationToken cancellationToken
    )
    {
        var any = items.Any(item => item.Bytes is not null);
        ProviderException? first = null;
        for (var number = 0; number < items.Count; number++)
        {
            // Where nothing is fetched from it does not get better.
            if (items[number].Address is not { } named || AddressOf(named) is var address && !site.MayFetch(address))
            {
                continue;
            }

            try
            {
                if (!await HasAsync(spool, number, cancellationToken))
                {
                    await site.DownloadAsync(address, spool, AnswerSpool.Picture(number), cancellationToken);
                }

                any = true;
            }
            catch (ProviderException failure)
                when (!again && (failure.Kind == FailureKind.Unreadable || FailureMap.IsStaleAddress(failure)))
            {
                // It had its time.
            }
            catch (ProviderException failure)
            {
                first ??= failure;
            }
        }

        return first is null || (any && !again) ? any : throw first;
    }

    /// <summary>The pictures of the answer, in its order.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public Task<ProviderAnswer> ReadAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        ReadAsync(spool, _ => free ? 0 : null, cancellationToken);

    /// <summary>The same, where the answer tells what it cost.</summary>
    /// <param name="cost">Nano-dollars; null where it does not tell after all.</param>
    /// <exception cref="ProviderException">Likewise.</exception>
    public async Task<ProviderAnswer> ReadAsync(
        AnswerSpool spool,
        Func<JsonElement, long?> cost,
        CancellationToken cancellationToken
    )
    {
        // Where there is the one, the other only says that it is done.
        var (json, items) =
            await ReadPartAsync(spool, AnswerSpool.Response, _rules, cancellationToken)
            ?? await ReadPartAsync(spool, AnswerSpool.Answer, _rules, cancellationToken)
            ?? throw new ProviderException(
                site.Provider,
                FailureKind.Lost,
                Charge.Charged,
                $"The answer of {site.Provider} is not kept any more."
            );
        // What was not there when it was looked for has this one chance more.
        if (!await TryFetchAsync(items, spool, cancellationToken))
        {
            throw Unreadable("names no picture that can be had");
        }

        var pictures = new List<EncodedPicture>();
        var files = new SpooledPictures(spool);
        for (var number = 0; number < items.Count; number++)
        {
            if ((items[number].Bytes ?? await files.ReadAsync(number, cancellationToken)) is { } bytes)
            {
                pictures.Add(new EncodedPicture(bytes, Seed: null));
            }
        }

        return new ProviderAnswer(pictures, cost(json)) { Listed = items.Count };
    }

    // That a file is not to be had now does not make the call that was paid for a free one.
    private async Task<bool> TryFetchAsync(
        IReadOnlyList<CompatItem> items,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await FetchAsync(items, spool, again: false, cancellationToken);
        }
        catch (ProviderException failure)
        {
            throw Unreadable("names pictures that are not to be had now", failure);
        }
    }

    private async Task<(JsonElement Json, IReadOnlyList<CompatItem> Items)?> ReadPartAsync(
        AnswerSpool spool,
        string part,
        SieveRules rules,
        CancellationToken cancellationToken
    )
    {
        await using var stream = await spool.OpenAsync(part, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        try
        {
            var sieved = await AnswerSieve.ReadAsync(stream, rules, cancellationToken);
            IReadOnlyList<CompatItem> items = [.. CompatItem.All(sieved, result).Take(MostPictures)];
            return items.Any(item => item.Bytes is not null || item.Address is not null)
                ? (sieved.Json, items)
                : throw Unreadable("holds no picture");
        }
        catch (JsonException failure)
        {
            throw Unreadable("is no JSON", failure);
        }
    }

    // Behind a proxy that takes a prefix away the server knows nothing of it, and names paths without.
    private Uri AddressOf(string address)
    {
        var baseUrl = site.BaseUrl;
        if (!address.StartsWith('/') || address.StartsWith("//", StringComparison.Ordinal))
        {
            return Uri.TryCreate(baseUrl, address, out var whole) ? whole : baseUrl;
        }

        var prefix = baseUrl.AbsolutePath.TrimEnd('/');
        return prefix.Length == 0 || address.StartsWith(prefix + "/", StringComparison.Ordinal)
            ? new Uri(baseUrl, address)
            : new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + address);
    }

    private static async Task<bool> HasAsync(AnswerSpool spool, int number, CancellationToken cancellationToken)
    {
        await using var picture = await spool.OpenAsync(AnswerSpool.Picture(number), cancellationToken);
        return picture is not null;
    }

    private ProviderException Unreadable(string what, Exception? failure = null) =>
        new(site.Provider, FailureKind.Unreadable, Paid, $"The answer of {site.Provider} {what}.", failure);
}
