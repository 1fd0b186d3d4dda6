using System.Text.RegularExpressions;
using Atelier.Data.Blobs.Buckets;

namespace Atelier.Server.Setup;

/// <summary>Reads which bucket the pictures lie in: any store by <c>ATELIER_S3_*</c>, or Cloudflare's by its usual variables.</summary>
internal static partial class BucketSetting
{
    private const string Provider = "ATELIER_S3_PROVIDER";
    private const string Endpoint = "ATELIER_S3_ENDPOINT";
    private const string Region = "ATELIER_S3_REGION";
    private const string Name = "ATELIER_S3_BUCKET";
    private const string KeyId = "ATELIER_S3_ACCESS_KEY_ID";
    private const string Secret = "ATELIER_S3_SECRET_ACCESS_KEY";
    private const string Prefix = "ATELIER_S3_PREFIX";
    private const string PresignedReads = "ATELIER_S3_PRESIGNED_READS";

    private const string R2Account = "CLOUDFLARE_R2_ACCOUNT_ID";
    private const string R2Name = "CLOUDFLARE_R2_BUCKET_NAME";
    private const string R2KeyId = "CLOUDFLARE_R2_ACCESS_KEY_ID";
    private const string R2Secret = "CLOUDFLARE_R2_SECRET_ACCESS_KEY";

    // What most stores take whose region does not matter.
    private const string UsualRegion = "us-east-1";

    private const string R2Region = "auto";
    private const string GoogleRegion = "auto";

    private static readonly Uri Google = new("https://storage.googleapis.com");

    /// <returns>Null where none of the variables is set: the pictures lie in a folder.</returns>
    /// <exception cref="SettingsException">One is missing or wrong; the text names it.</exception>
    public static Bucket? Read(IConfiguration configuration)
    {
        var ours = Given(Provider, Endpoint, Region, Name, KeyId, Secret);
        var theirs = Given(R2Account, R2Name, R2KeyId, R2Secret);
        if (ours.Count > 0 && theirs.Count > 0)
        {
            throw new SettingsException(
                $"{ours[0]} and {theirs[0]} both say where the pictures lie: leave the variables of one of the two out."
            );
        }

        if (ours.Count + theirs.Count == 0)
        {
            return Given(Prefix, PresignedReads) is [var lonely, ..]
                ? throw new SettingsException($"{lonely} is about a bucket, and there is none: set {Endpoint} as well.")
                : null;
        }

        var bucket =
            ours.Count > 0
                ? new Bucket(
                    EndpointOf(),
                    RegionOf(Optional(Provider) == "gcp" ? GoogleRegion : UsualRegion),
                    ReadName(Name),
                    ReadKey(KeyId),
                    ReadKey(Secret)
                )
                : new Bucket(
                    new Uri(
                        $"https://{Checked(R2Account, Required(R2Account), Account(), "an account id, letters and digits")}.r2.cloudflarestorage.com"
                    ),
                    R2Region,
                    ReadName(R2Name),
                    ReadKey(R2KeyId),
                    ReadKey(R2Secret)
                );
        if (Optional("ATELIER_BLOBS") is not null)
        {
            throw new SettingsException(
                $"ATELIER_BLOBS names a folder and {(ours.Count > 0 ? Name : R2Name)} a bucket: leave one of the two out."
            );
        }

        return bucket with
        {
            Prefix = Optional(Prefix) is { } prefix ? ReadPrefix(prefix) : "",
            PresignedReads = ReadSwitch(Optional(PresignedReads)),
        };

        string? Optional(string name) =>
            configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        List<string> Given(params string[] names) => [.. names.Where(name => Optional(name) is not null)];

        string Required(string name) =>
            Optional(name)
            ?? throw new SettingsException(
                $"{name} is missing, and {(ours.Count > 0 ? ours[0] : theirs[0])} is set: a bucket needs both, or neither."
            );

        string RegionOf(string usual) =>
            Checked(Region, Optional(Region) ?? usual, Word(), "a region, such as eu-central-1 or auto");

        // Requirement C-59: who names the provider need not know its address.
        Uri EndpointOf() =>
            Optional(Endpoint) is { } own
                ? ReadEndpoint(own)
                : Optional(Provider) switch
                {
                    null => ReadEndpoint(Required(Endpoint)),
                    "aws" => new Uri($"https://s3.{RegionOf(UsualRegion)}.amazonaws.com"),
                    "gcp" => Google,
                    "cloudflare" => throw new SettingsException(
                        $"{Provider} is cloudflare, and the address of a bucket there holds the account's id: set {R2Account}, {R2Name}, {R2KeyId} and {R2Secret} in the place of ATELIER_S3_*, or {Endpoint}."
                    ),
                    var other => throw new SettingsException(
                        $"{Provider} must be aws, cloudflare or gcp; it is '{other}'. For any other store set {Endpoint}."
                    ),
                };

        string ReadName(string name) =>
            Checked(
                name,
                Required(name),
                BucketName(),
                "a bucket's name: 3 to 63 small letters, digits, dots and hyphens"
            );

        string ReadKey(string name) =>
            // Nothing of it is shown.
            Key().IsMatch(Required(name))
                ? Required(name)
                : throw new SettingsException($"{name} must be a key as the store gave it, without spaces.");
    }

    private static string Checked(string name, string value, Regex pattern, string what) =>
        pattern.IsMatch(value) ? value : throw new SettingsException($"{name} must be {what}; it is '{value}'.");

    private static Uri ReadEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? url
            // Not what it is: somebody may have put a key in.
            : throw new SettingsException(
                $"{Endpoint} must be the address of a store, such as https://s3.eu-central-1.amazonaws.com, without the bucket and without a key."
            );

    private static string ReadPrefix(string text)
    {
        var parts = text.Trim('/').Split('/');
        return parts.All(part => PrefixPart().IsMatch(part) && part is not ("." or ".."))
            ? string.Join('/', parts) + "/"
            : throw new SettingsException(
                $"{Prefix} must be names with slashes between them, such as studio/pictures; it is '{text}'."
            );
    }

    private static bool ReadSwitch(string? text) =>
        text is null ? false
        : bool.TryParse(text, out var on) ? on
        : throw new SettingsException($"{PresignedReads} must be true or false; it is '{text}'.");

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex BucketName();

    [GeneratedRegex("^[A-Za-z0-9-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("^[A-Za-z0-9]{1,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Account();

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,60}$", RegexOptions.CultureInvariant)]
    private static partial Regex PrefixPart();

    [GeneratedRegex("^[!-~]{1,512}$", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
