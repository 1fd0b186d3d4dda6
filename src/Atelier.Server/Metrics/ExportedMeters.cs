namespace Atelier.Server.Metrics;

/// <summary>The meters whose instruments are exported, each with the meters below its name.</summary>
internal static class ExportedMeters
{
    private static readonly string[] _names =
    [
        "Atelier",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
        "System.Net.Http",
        "System.Runtime",
    ];

    /// <summary>True for a listed name and for what follows one after a dot.</summary>
    public static bool Include(string meter) =>
        Array.Exists(
            _names,
            name =>
                meter.StartsWith(name, StringComparison.Ordinal)
                && (meter.Length == name.Length || meter[name.Length] == '.')
        );
}
