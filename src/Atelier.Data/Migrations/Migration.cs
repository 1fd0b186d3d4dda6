using System.Security.Cryptography;
using System.Text;

namespace Atelier.Data.Migrations;

/// <summary>One SQL file of this folder.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "Atelier.Data.Migrations.Sql.";

    /// <summary>All of them in order; the files are part of the assembly.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        .. typeof(Migration)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(migration => migration.Number),
    ];

    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    private static Migration Read(string resource)
    {
        using var reader = new StreamReader(typeof(Migration).Assembly.GetManifestResourceStream(resource)!);
        var name = resource[Prefix.Length..^".sql".Length];
        return new Migration(
            int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture),
            name,
            reader.ReadToEnd()
        );
    }
}
