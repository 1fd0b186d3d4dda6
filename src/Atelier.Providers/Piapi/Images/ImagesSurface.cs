using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Piapi.Images;

/// <summary>PiAPI's pictures in OpenAI's shape: one POST brings them, within the answer or as addresses.</summary>
internal sealed class ImagesSurface(ProviderSite site, TimeProvider time)
{
    // An answer with addresses is small; a larger one has the pictures inside.
    private const int MostAddresses = 256 * 1024;

    // More are never asked for.
    private const int MostFetched = 16;

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = OpenAiCall.Read(call.Call.Parameters);
        var body = await OpenAiBody.CreateAsync(
            PiapiProvider.Name,
            order,
            call.Pictures,
            call.Sources,
            "image",
            streams: false,
            cancellationToken
        );
        using var answer = await site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            throw await PiapiErrors.OfAsync(answer, paid: true, time);
        }

        await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, OpenAiAnswer.MostBytes);
        await FetchAsync(call.Spool, cancellationToken);
        return new Submission.Answered(answer.RequestId);
    }

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken)
    {
        var files = new SpooledPictures(spool);
        return OpenAiAnswer.ReadAsync(
            PiapiProvider.Name,
            PiapiPrices.Of(OpenAiCall.ModelOf(call)),
            spool,
            (number, address) => PictureAsync(number, address, files, spool, cancellationToken),
            cancellationToken
        );
    }

    // The answer is kept by now, so whatever goes wrong here is tried again when it is read; the files are gone after a while.
    private async Task FetchAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (number, address) in await AddressesAsync(spool, cancellationToken))
            {
                await DownloadAsync(number, address, spool, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is ProviderException or JsonException or OperationCanceledException)
        {
            // Read later.
        }
    }

    private static async Task<List<(int Number, string Address)>> AddressesAsync(
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        await using var part = await spool.OpenAsync(AnswerSpool.Answer, cancellationToken);
        var start = new byte[MostAddresses];
        var length = part is null ? 0 : await part.ReadAtLeastAsync(start, start.Length, false, cancellationToken);
        if (length == start.Length)
        {
            return [];
        }

        using var document = JsonDocument.Parse(start.AsMemory(0, length));
        return
        [
            .. OpenAiJson
                .Items(document.RootElement, "data")
                .Select((item, number) => (number, OpenAiJson.Text(item, "url") ?? ""))
                .Where(item => item.Item2.Length > 0)
                .Take(MostFetched),
        ];
    }

    private async Task<EncodedPicture?> PictureAsync(
        int number,
        string address,
        SpooledPictures files,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (await files.ReadAsync(number, cancellationToken) is { } kept)
        {
            return new EncodedPicture(kept, Seed: null);
        }

        try
        {
            await DownloadAsync(number, address, spool, cancellationToken);
        }
        catch (ProviderException)
        {
            // The call was paid for: what cannot be had is missing, and the others are not.
            return null;
        }

        return await files.ReadAsync(number, cancellationToken) is { } fetched
            ? new EncodedPicture(fetched, Seed: null)
            : null;
    }

    private Task DownloadAsync(int number, string address, AnswerSpool spool, CancellationToken cancellationToken) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? site.DownloadAsync(uri, spool, AnswerSpool.Picture(number), cancellationToken)
            : Task.CompletedTask;
}
