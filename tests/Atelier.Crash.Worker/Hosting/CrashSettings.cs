using System.Text.Json;

namespace Atelier.Crash.Worker.Hosting;

/// <summary>What all nodes of a run share.</summary>
/// <param name="Database">For Npgsql.</param>
/// <param name="Wires">The providers there are: all that a generation may fall back to.</param>
/// <param name="Callbacks">Where providers call back, without a slash at the end.</param>
internal sealed record CrashSettings(
    string Database,
    string BlobFolder,
    string CatalogueFolder,
    IReadOnlyDictionary<string, Uri> Wires,
    Uri Callbacks
)
{
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Longer than the 5 s after its intent in which a zombie may still send, as in service.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>After how many claims that ended without a word a generation is taken for what kills its process.</summary>
    public int MostFailures { get; init; } = 5;

    public TimeSpan PostTimeout { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LateEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a job of LegNext takes, and the least it can take.</summary>
    public TimeSpan LegNextTask { get; init; } = TimeSpan.FromSeconds(6);

    public static CrashSettings Read(string path) =>
        JsonSerializer.Deserialize<CrashSettings>(File.ReadAllText(path))
        ?? throw new InvalidDataException($"{path} holds no settings.");

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this));
}
