using System.Globalization;
using System.Net;
using Atelier.Data.Blobs.Buckets;
using Atelier.Server.Logs;
using Atelier.Server.Policy;
using Atelier.Server.Providers;

namespace Atelier.Server.Setup;

/// <summary>The settings a start needs, from <c>ATELIER_*</c> variables; all have a default.</summary>
internal sealed record ServerSettings
{
    /// <summary>Characters of an owner's key, at least.</summary>
    public const int LeastKeyLength = 32;

    // What a page in front of the service is often told; ours wins.
    private const string AppUrl = "NEXT_PUBLIC_APP_URL";

    private const int MostDollars = 1_000_000_000;
    private const int MostPictures = 1_000_000;
    private const int MostBytes = 100 * 1024 * 1024;

    /// <summary><c>ATELIER_URLS</c>: where to listen. The default is http://127.0.0.1:5080.</summary>
    public required string Urls { get; init; }

    /// <summary><c>ATELIER_DATA</c>: pictures, secret, lock and the private database. The default is ./data.</summary>
    public required string DataFolder { get; init; }

    /// <summary><c>ATELIER_BLOBS</c>: the pictures; nodes that share a database must share it. The default is the data folder.</summary>
    public required string BlobFolder { get; init; }

    /// <summary><c>ATELIER_S3_*</c> or <c>CLOUDFLARE_R2_*</c>: the bucket of the pictures; null keeps them in <see cref="BlobFolder"/>.</summary>
    public Bucket? Bucket { get; init; }

    /// <summary><c>ATELIER_DATABASE</c>: a PostgreSQL connection string; null starts a private cluster.</summary>
    public string? Database { get; init; }

    /// <summary><c>ATELIER_ADMIN_KEY</c>: the owner's key; null makes one once.</summary>
    public string? AdminKey { get; init; }

    /// <summary><c>ATELIER_SECRET</c>: the master secret; null keeps one in the data folder.</summary>
    public string? Secret { get; init; }

    /// <summary><c>ATELIER_PUBLIC_URL</c>, else <c>NEXT_PUBLIC_APP_URL</c>: the base of addresses handed out; null takes what the caller called.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary><c>ATELIER_CDN_URL</c>: the base of addresses of pictures, where a content network stands in front of us; null is that of all others.</summary>
    public Uri? CdnUrl { get; init; }

    /// <summary><c>ATELIER_ALLOWED_HOSTS</c>: names the Host header may have, separated by commas. The default is loopback.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary><c>ATELIER_TRUSTED_PROXIES</c>: addresses and networks whose <c>X-Forwarded-For</c> counts. The default is none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary><c>ATELIER_CORS_ORIGINS</c>: origins whose pages may call by key. The default is none.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary><c>ATELIER_LOG_FORMAT</c>: json or text. The default is text on a terminal, else json.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Json;

    /// <summary><c>Docs__Public</c>: whether anybody may read the pages at /docs where others than this machine can reach us. The default is false.</summary>
    public bool PublicDocs { get; init; }

    /// <summary>The folder with the catalogue's YAML that came along.</summary>
    public required string CatalogueFolder { get; init; }

    /// <summary><c>ATELIER_CATALOG</c>: a folder with YAML that is laid over the catalogue. The default is catalog in the data folder, if it exists.</summary>
    public string? CatalogueOverlay { get; init; }

    /// <summary><c>ATELIER_DRAIN_SECONDS</c>: how long a stop waits for work, 0 to 3600. The default is 30.</summary>
    public int DrainSeconds { get; init; } = 30;

    /// <summary>The providers whose keys are set.</summary>
    public IReadOnlyList<ProviderSetting> Providers { get; init; } = [];

    /// <summary><c>ATELIER__Policy__Moderation</c>: none, or openai, which sends prompts there. The default is none.</summary>
    public bool ModeratesAtOpenAi { get; init; }

    /// <summary><c>MONTHLY_BUDGET_LIMIT</c>: dollars that all paid calls of a month may cost; null keeps what was set before, 100 at first.</summary>
    public decimal? MonthlyBudget { get; init; }

    /// <summary><c>FREE_USER_DAILY_LIMIT</c>: pictures a day of free accounts, -1 for no limit; null is what the settings say, 5 at first.</summary>
    public int? FreeDailyLimit { get; init; }

    /// <summary><c>MAX_FILE_SIZE</c>: bytes of an uploaded photo, 1 to 104857600. The default is 5242880.</summary>
    public int MaxFileSize { get; init; } = 5 * 1024 * 1024;

    /// <exception cref="SettingsException">A value is wrong; the text names the variable.</exception>
    public static ServerSettings Read(IConfiguration configuration)
    {
        var publicUrl =
            Optional("PUBLIC_URL") is { } url ? ReadUrl("ATELIER_PUBLIC_URL", url)
            : configuration[AppUrl] is { } app && !string.IsNullOrWhiteSpace(app) ? ReadUrl(AppUrl, app.Trim())
            : null;
        List<string> hosts = [.. (Optional("ALLOWED_HOSTS") ?? "localhost,127.0.0.1,[::1]").Split(',', Trimmed)];
        if (publicUrl is not null)
        {
            hosts.Add(publicUrl.Host);
        }

        var cdn = Optional("CDN_URL") is { } network ? ReadUrl("ATELIER_CDN_URL", network) : null;
        if (cdn is not null)
        {
            // Whether it passes on its own name or ours is for it to say.
            hosts.Add(cdn.Host);
        }

        var data = Path.GetFullPath(Optional("DATA") ?? "data");
        var overlay = Optional("CATALOG") is { } folder ? ReadFolder("ATELIER_CATALOG", folder) : null;
        var (shipped, laid) = (ShippedFolder.Find("catalog"), overlay ?? Path.Combine(data, "catalog"));
        var taken = OwnProviders.KeyVariables(shipped, laid);
        List<ProviderSetting> providers =
        [
            .. ProviderAdapters.All.Select(known => ReadProvider(known.Key, known.Value)).OfType<ProviderSetting>(),
        ];
        var own = OwnProviders.Read(configuration, shipped, laid);
        // An entry that gives one of ours another adapter means that one.
        providers = [.. providers.Where(known => own.All(other => other.Id != known.Id)), .. own];
        return new ServerSettings
        {
            Urls = Optional("URLS") ?? "http://127.0.0.1:5080",
            DataFolder = data,
            BlobFolder = Path.GetFullPath(Optional("BLOBS") ?? data),
            Bucket = BucketSetting.Read(configuration),
            Database = Optional("DATABASE"),
            AdminKey = Optional("ADMIN_KEY") is { Length: < LeastKeyLength }
                ? throw new SettingsException(
                    "ATELIER_ADMIN_KEY must have at least 32 characters; make one with: openssl rand -hex 32"
                )
                : Optional("ADMIN_KEY"),
            Secret = Optional("SECRET"),
            PublicUrl = publicUrl,
            CdnUrl = cdn,
            AllowedHosts = hosts,
            TrustedProxies = Addresses.TrustedProxies.Read(Optional("TRUSTED_PROXIES")),
            CorsOrigins = Headers.CorsOrigins.Read(Optional("CORS_ORIGINS")),
            LogFormat = LogFormats.Read(Optional("LOG_FORMAT")),
            PublicDocs = ReadSwitch("Docs__Public", configuration["Docs:Public"]),
            CatalogueFolder = ShippedFolder.Find("catalog"),
            CatalogueOverlay = overlay,
            DrainSeconds = ReadNumber("ATELIER_DRAIN_SECONDS", Optional("DRAIN_SECONDS") ?? "30", most: 3600),
            Providers = providers,
            ModeratesAtOpenAi = ModerationSetting.Read(configuration["ATELIER:Policy:Moderation"], providers),
            MonthlyBudget = configuration["MONTHLY_BUDGET_LIMIT"] is { Length: > 0 } budget
                ? ReadDollars(budget)
                : null,
            MaxFileSize = configuration["MAX_FILE_SIZE"] is { Length: > 0 } size ? ReadSize(size) : 5 * 1024 * 1024,
            FreeDailyLimit = configuration["FREE_USER_DAILY_LIMIT"] is { Length: > 0 } pictures
                ? ReadPictures(pictures)
                : null,
        };

        ProviderSetting? ReadProvider(string id, ProviderAdapter adapter) =>
            KeySettings.Read(configuration, adapter.KeyVariable, taken) is { Count: > 0 } keys
                ? new ProviderSetting
                {
                    Id = id,
                    Key = keys.First(key => key.Weight > 0).Key,
                    Keys = keys,
                    BaseUrl = ReadAddress(id, "BaseUrl"),
                    UploadUrl = ReadAddress(id, "UploadUrl"),
                    PartialImages = ReadNumber(
                        $"ATELIER__Providers__{id}__PartialImages",
                        configuration[$"ATELIER:Providers:{id}:PartialImages"] ?? "0",
                        most: 3
                    ),
                    V1 = ReadOnOff($"ATELIER__Providers__{id}__V1", configuration[$"ATELIER:Providers:{id}:V1"]),
                    MaskAsFile = ReadSwitch(
                        $"ATELIER__Providers__{id}__MaskAsFile",
                        configuration[$"ATELIER:Providers:{id}:MaskAsFile"]
                    ),
                    HistoryShowsRunning = ReadSwitch(
                        $"ATELIER__Providers__{id}__HistoryShowsRunning",
                        configuration[$"ATELIER:Providers:{id}:HistoryShowsRunning"]
                    ),
                }
                : null;

        Uri? ReadAddress(string id, string name) =>
            configuration[$"ATELIER:Providers:{id}:{name}"] is { Length: > 0 } url
                ? ReadUrl($"ATELIER__Providers__{id}__{name}", url)
                : null;

        string? Optional(string name) =>
            configuration[$"ATELIER_{name}"] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    private static StringSplitOptions Trimmed => StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    // It goes into a header; what cannot stand there would fail at the first call, far from its cause. Never repeated: it may be a key.
    internal static string ReadKey(string name, string key) =>
        key.All(letter => letter is > ' ' and <= '~')
            ? key
            : throw new SettingsException($"{name} holds a blank or a letter that no key has; copy the key anew.");

    internal static Uri ReadUrl(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? url
            : throw new SettingsException(
                $"{name} must be an http or https address, such as https://pictures.example.com; it is '{text}'."
            );

    private static decimal ReadDollars(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars)
        && dollars <= MostDollars
            ? dollars
            : throw new SettingsException(
                $"MONTHLY_BUDGET_LIMIT must be dollars from 0 to {MostDollars}, such as 100; it is '{text}'."
            );

    private static int ReadSize(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        && bytes is > 0 and <= MostBytes
            ? bytes
            : throw new SettingsException(
                $"MAX_FILE_SIZE must be a whole number of bytes from 1 to {MostBytes}, such as 5242880; it is '{text}'."
            );

    private static int ReadPictures(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pictures)
        && pictures is >= -1 and <= MostPictures
            ? pictures
            : throw new SettingsException(
                $"FREE_USER_DAILY_LIMIT must be a whole number from 0 to {MostPictures}, or -1 for no limit; it is '{text}'."
            );

    private static string ReadFolder(string name, string text) =>
        Directory.Exists(text)
            ? Path.GetFullPath(text)
            : throw new SettingsException($"{name} must be a folder that exists; there is none at '{text}'.");

    private static bool ReadOnOff(string name, string? text) =>
        string.IsNullOrWhiteSpace(text)
        || text.Trim().ToLowerInvariant() switch
        {
            "on" => true,
            "off" => false,
            _ => throw new SettingsException($"{name} must be on or off; it is '{text}'."),
        };

    private static bool ReadSwitch(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? false
        : bool.TryParse(text, out var on) ? on
        : throw new SettingsException($"{name} must be true or false; it is '{text}'.");

    internal static int ReadNumber(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new SettingsException($"{name} must be a whole number from 0 to {most}; it is '{text}'.");
}
