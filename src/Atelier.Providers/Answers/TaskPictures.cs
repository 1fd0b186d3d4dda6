using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Answers;

/// <summary>
/// Brings the pictures that a finished task names into the spool. Each comes for itself: one that cannot be had holds no other back,
/// and is left out when it has had its time. The others keep their numbers, and are an answer should the rest never come.
/// </summary>
/// <param name="provider">As messages call it.</param>
internal sealed class TaskPictures(ProviderSite site, string provider)
{
    /// <summary>A bound against nonsense; no task makes more than four.</summary>
    public const int Most = 16;

    // With the pauses between them about twenty minutes; addresses live for an hour at the least.
    private const int Looks = 20;

    // A minute or two, where all that was asked for is there and what is missing came into the bargain.
    private const int SurplusLooks = 2;

    // An address where nothing may be fetched hardly gets better; but the task may have been told before it was whole.
    private const int SureLooks = 1;

    // How often a part of the pictures was there and the rest was not to be had.
    private const string LooksPart = "looks";

    /// <summary>Fetches what is not there yet.</summary>
    /// <param name="answer">Writes what is kept of the task beside its pictures.</param>
    /// <returns>Whether the addresses worked; where they have run out, fresh ones may.</returns>
    /// <exception cref="ProviderException">One could not be had now; those that were stay where they are.</exception>
    public async Task<bool> TryFetchAsync(
        IReadOnlyList<string> addresses,
        Func<Stream, CancellationToken, Task> answer,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var missed = await FetchEachAsync(addresses, answer, spool, cancellationToken);
        if (missed.Exists(miss => FailureMap.IsStaleAddress(miss.Failure)))
        {
            return false;
        }

        await JudgeAsync(addresses, missed, spool, cancellationToken);
        return true;
    }

    /// <summary>The same with addresses of which there are no fresher ones.</summary>
    /// <exception cref="ProviderException">One could not be had now; those that were stay where they are.</exception>
    public async Task FetchAsync(
        IReadOnlyList<string> addresses,
        Func<Stream, CancellationToken, Task> answer,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var missed = await FetchEachAsync(addresses, answer, spool, cancellationToken);
        await JudgeAsync(addresses, missed, spool, cancellationToken);
    }

    /// <summary>That there is nothing to fetch; trying again costs nothing.</summary>
    public ProviderException Unusable(Exception? inner = null) =>
        new(
            site.Provider,
            FailureKind.Unreadable,
            Charge.None,
            $"{provider} gave no addresses of pictures that work.",
            inner
        );

    private async Task<List<(int Number, ProviderException Failure)>> FetchEachAsync(
        IReadOnlyList<string> addresses,
        Func<Stream, CancellationToken, Task> answer,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (addresses.Count is 0 or > Most)
        {
            throw Unusable();
        }

        var missed = new List<(int Number, ProviderException Failure)>();
        foreach (var (number, address) in addresses.Index())
        {
            try
            {
                await FetchAsync(address, AnswerSpool.Picture(number), spool, cancellationToken);
            }
            catch (ProviderException failure)
            {
                missed.Add((number, failure));
            }
        }

        if (missed.Count > 0 && missed.Count < addresses.Count)
        {
            await spool.WriteAsync(AnswerSpool.Partial, answer, cancellationToken);
        }

        return missed;
    }

    private async Task FetchAsync(string address, string part, AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using (var there = await spool.OpenAsync(part, cancellationToken))
        {
            if (there is not null)
            {
                return;
            }
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            throw Unusable();
        }

        await site.DownloadAsync(uri, spool, part, cancellationToken);
    }

    private async Task JudgeAsync(
        IReadOnlyList<string> addresses,
        List<(int Number, ProviderException Failure)> missed,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (missed is not [var (_, first), ..])
        {
            return;
        }

        if (MostLooks(addresses, missed, spool) is { } most && await CountLookAsync(spool, cancellationToken) > most)
        {
            return;
        }

        ExceptionDispatchInfo.Throw(FailureMap.IsStaleAddress(first) ? Unusable(first) : first);
    }

    // How often it is looked for what is missing; null for as long as the task is followed.
    private int? MostLooks(
        IReadOnlyList<string> addresses,
        List<(int Number, ProviderException Failure)> missed,
        AnswerSpool spool
    )
    {
        var there = addresses.Count - missed.Count;
        if (there == 0)
        {
            return null;
        }

        // A host that is down may come back; what it answers in place of a picture is its word.
        int? most =
            !missed.TrueForAll(miss => miss.Failure.Kind == FailureKind.Unreadable) ? null
            : missed.Exists(miss => MayFetch(addresses[miss.Number])) ? Looks
            : SureLooks;
        return there < spool.Wanted ? most : Math.Min(most ?? Looks, SurplusLooks);
    }

    private bool MayFetch(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && site.MayFetch(uri);

    // In the spool, so that whichever node looks next goes on counting.
    private static async Task<int> CountLookAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        var looks = 1 + await ReadLooksAsync(spool, cancellationToken);
        await spool.WriteAsync(
            LooksPart,
            async (stream, token) =>
                await stream.WriteAsync(Encoding.ASCII.GetBytes(looks.ToString(CultureInfo.InvariantCulture)), token),
            cancellationToken
        );
        return looks;
    }

    private static async Task<int> ReadLooksAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var note = await spool.OpenAsync(LooksPart, cancellationToken);
        if (note is null)
        {
            return 0;
        }

        using var reader = new StreamReader(note);
        return int.TryParse(
            await reader.ReadToEndAsync(cancellationToken),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var looks
        )
            ? looks
            : 0;
    }
}
