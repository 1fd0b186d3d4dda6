namespace Atelier.Emulators.Wires.Gemini;

/// <summary>An image model: the sizes it makes, whether it can be told how to think, and its prices in nano-dollars a token.</summary>
/// <param name="Wide">Whether it takes the ratios beyond 21:9.</param>
internal sealed record GeminiModel(
    string Id,
    IReadOnlyList<string> Sizes,
    bool Wide,
    IReadOnlyList<string> Levels,
    long InPrice,
    long ImagePrice,
    long TextPrice
)
{
    private static readonly string[] _upToFour = ["1K", "2K", "4K"];

    // The ids that were shut down answer 404, as every other that does not exist.
    private static readonly GeminiModel[] _alive =
    [
        new("gemini-nano-banana-2.1", _upToFour, true, ["MINIMAL", "MEDIUM", "HIGH"], 1_500, 30_000, 7_500),
        new("gemini-3-pro-image", _upToFour, false, [], 2_000, 120_000, 12_000),
        new("gemini-3.1-flash-lite-image", ["1K"], false, ["MINIMAL", "HIGH"], 500, 30_000, 3_000),
    ];

    public static GeminiModel? Find(string id) => _alive.FirstOrDefault(model => model.Id == id);

    /// <summary>Two pages, of which the first has a model of words only besides.</summary>
    public static Prepared List(WireRequest request)
    {
        var second = request.Http.Query["pageToken"] == "second";
        var names = second ? _alive[1..].Select(model => model.Id) : [_alive[0].Id, "gemini-3.6-flash"];
        return Prepared.Always(
            GeminiKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new Dictionary<string, object?>
                    {
                        ["models"] = names.Select(name => new Dictionary<string, object>
                        {
                            ["name"] = $"models/{name}",
                            ["supportedGenerationMethods"] = new[] { "generateContent", "countTokens" },
                        }),
                        ["nextPageToken"] = second ? "" : "second",
                    }
                )
        );
    }

    /// <summary>Tokens of a picture.</summary>
    public int TokensOf(string size) =>
        (Id, size) switch
        {
            ("gemini-3-pro-image", "4K") => 2000,
            ("gemini-3-pro-image", _) => 1120,
            (_, "4K") => 2520,
            (_, "2K") => 1680,
            _ => 1120,
        };

    /// <summary>Tokens of thoughts; Pro thinks as it likes.</summary>
    public static int ThoughtsOf(string? level) =>
        level switch
        {
            "MINIMAL" => 0,
            "HIGH" => 800,
            _ => 172,
        };
}
