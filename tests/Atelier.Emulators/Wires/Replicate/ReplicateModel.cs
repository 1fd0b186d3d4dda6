namespace Atelier.Emulators.Wires.Replicate;

/// <summary>A model as the wire sheet knows it.</summary>
/// <param name="Version">Of a community model; null for an official one.</param>
/// <param name="NanosPerPicture">Billed by the picture; 0 where seconds are billed.</param>
/// <param name="NanosPerSecond">Billed by the second of its card.</param>
/// <param name="Many">Whether its output is a list.</param>
internal sealed record ReplicateModel(
    string Name,
    string? Version,
    long NanosPerPicture,
    long NanosPerSecond,
    bool Many
)
{
    private const long T4 = 225_000;
    private const long L40S = 975_000;

    public static readonly ReplicateModel Schnell = new("black-forest-labs/flux-schnell", null, 3_000_000, 0, true);
    public static readonly ReplicateModel Pro = new("black-forest-labs/flux-1.1-pro", null, 40_000_000, 0, false);
    public static readonly ReplicateModel Kontext = new(
        "black-forest-labs/flux-kontext-pro",
        null,
        40_000_000,
        0,
        false
    );
    public static readonly ReplicateModel Sdxl = new(
        "stability-ai/sdxl",
        "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc",
        0,
        L40S,
        true
    );
    public static readonly ReplicateModel RealEsrgan = new(
        "nightmareai/real-esrgan",
        "f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa",
        0,
        T4,
        false
    );
    public static readonly ReplicateModel BackgroundRemover = new(
        "851-labs/background-remover",
        "a029dff38972b5fda4ec5d75d7d1cd25aeff621d2cf4946a41055d7db66b80bc",
        0,
        T4,
        false
    );

    public static IReadOnlyList<ReplicateModel> All { get; } =
    [Schnell, Pro, Kontext, Sdxl, RealEsrgan, BackgroundRemover];

    public bool IsOfficial => Version is null;

    /// <summary>What it says of words that it does not like.</summary>
    public string Refusal =>
        this == Schnell || this == Sdxl
            ? "NSFW content detected. Try running it again, or try a different prompt."
            : "The input or output was flagged as sensitive. Please try again with different inputs. (E005)";

    public static ReplicateModel? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    /// <summary>The model that <c>version</c> means: 64 digits, a name with them, or the name of an official model.</summary>
    public static ReplicateModel? FindVersion(string version) =>
        All.FirstOrDefault(model =>
            model.IsOfficial
                ? version == model.Name
                : version == model.Version || version == $"{model.Name}:{model.Version}"
        );
}
