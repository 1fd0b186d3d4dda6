using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.ComfyUi;

/// <summary>Fetches the pictures of a job that is done, and reads them back.</summary>
internal sealed class ComfyPictures(ProviderSite site, ComfyErrors errors, bool free)
{
    private const int MostPictures = 16;
    private const long MostBytes = 100 * 1024 * 1024;

    /// <summary>Brings all saved pictures into the spool.</summary>
    /// <exception cref="ProviderException">One could not be had now.</exception>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> FetchAsync(JsonElement ended, AnswerSpool spool, CancellationToken cancellationToken)
    {
        var paths = PathsOf(ended).Take(MostPictures).ToList();
        for (var number = 0; number < paths.Count; number++)
        {
            await FetchAsync(paths[number], spool, AnswerSpool.Picture(number), cancellationToken);
        }

        if (paths.Count > 0)
        {
            await spool.WriteAsync(
                AnswerSpool.Answer,
                (stream, cancel) =>
                    JsonSerializer.SerializeAsync(stream, new { pictures = paths.Count }, cancellationToken: cancel),
                cancellationToken
            );
        }

        return paths.Count > 0;
    }

    /// <exception cref="ProviderException">There is none.</exception>
    public async Task<ProviderAnswer> ReadAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        var pictures = new List<EncodedPicture>();
        var count = await CountAsync(spool, cancellationToken);
        var files = new SpooledPictures(spool);
        for (var number = 0; number < Math.Min(count, MostPictures); number++)
        {
            if (await files.ReadAsync(number, cancellationToken) is { } bytes)
            {
                pictures.Add(new EncodedPicture(bytes, Seed: null));
            }
        }

        return pictures.Count > 0 ? new ProviderAnswer(pictures, free ? 0 : null) : throw errors.Failed();
    }

    // What is only shown for a moment is of no account where something was saved.
    private static IEnumerable<string> PathsOf(JsonElement ended)
    {
        var files = OpenAiJson.Object(ended, "outputs") is { } outputs
            ? outputs.EnumerateObject().SelectMany(node => OpenAiJson.Items(node.Value, "images")).ToList()
            : [];
        var saved = files.Where(file => OpenAiJson.Text(file, "type") == "output").ToList();
        return (saved.Count > 0 ? saved : files)
            .Where(file => OpenAiJson.Text(file, "filename") is { Length: > 0 })
            .Select(file =>
                $"/view?filename={Part(file, "filename")}&subfolder={Part(file, "subfolder")}&type={Part(file, "type")}"
            );
    }

    private static string Part(JsonElement file, string name) =>
        Uri.EscapeDataString(OpenAiJson.Text(file, name) ?? "");

    private async Task FetchAsync(string path, AnswerSpool spool, string part, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync(path, cancellationToken);
        if (answer.Status != 200)
        {
            throw await errors.ReadAsync(answer, paid: false);
        }

        if (answer.MediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw errors.Unreadable("brings a file that is no picture");
        }

        await answer.SpoolAsync(spool, part, MostBytes);
    }

    private async Task<int> CountAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var stream =
            await spool.OpenAsync(AnswerSpool.Answer, cancellationToken)
            ?? throw new ProviderException(
                site.Provider,
                FailureKind.Lost,
                Charge.Charged,
                $"The answer of {site.Provider} is not kept any more."
            );
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return (int)Math.Clamp(OpenAiJson.Number(document.RootElement, "pictures") ?? 0, 0, MostPictures);
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
