using Atelier.Providers.Http;

namespace Atelier.Providers.Piapi;

/// <summary>Where PiAPI is and how it is called: tasks, pictures in OpenAI's shape, and uploads, each with the key in its own header.</summary>
public static class PiapiSite
{
    /// <summary>The address of the real one; the paths of tasks, pictures and account are below it.</summary>
    public static Uri BaseUrl { get; } = new("https://api.piapi.ai");

    /// <summary>Where files are uploaded: a host of PiAPI's that gets the key as well.</summary>
    public static Uri UploadUrl { get; } = new("https://upload.theapi.app");

    // Files of tasks, and of what was uploaded.
    private static readonly string[] FileHosts = ["img.theapi.app", "storage.theapi.app"];

    /// <summary>The sites of this key.</summary>
    /// <param name="baseUrl">Another address of the same API; null takes <see cref="BaseUrl"/>.</param>
    /// <param name="uploadUrl">
    /// Where files are uploaded; null takes <see cref="UploadUrl"/>, or the base where that is another: a key that is meant for a
    /// proxy must not leave past it.
    /// </param>
    public static PiapiSites Open(string key, TimeProvider time, Uri? baseUrl = null, Uri? uploadUrl = null)
    {
        var (own, files) = Addresses(baseUrl, uploadUrl);
        return new PiapiSites(
            key,
            new ProviderSite(OfTasks(key, own), time),
            new ProviderSite(OfImages(key, own), time),
            new ProviderSite(Options(files, "x-api-key", key, TimeSpan.FromSeconds(60)), time)
        );
    }

    /// <summary>All addresses that get the key.</summary>
    internal static (Uri Base, Uri Uploads) Addresses(Uri? baseUrl, Uri? uploadUrl) =>
        (baseUrl ?? BaseUrl, uploadUrl ?? baseUrl ?? UploadUrl);

    /// <summary>A POST there only makes a task.</summary>
    internal static ProviderSiteOptions OfTasks(string key, Uri? baseUrl) =>
        Options(baseUrl ?? BaseUrl, "X-API-Key", key, TimeSpan.FromSeconds(30));

    /// <summary>A POST there brings the pictures, and the official clients of that shape wait as long.</summary>
    internal static ProviderSiteOptions OfImages(string key, Uri? baseUrl) =>
        Options(baseUrl ?? BaseUrl, "Authorization", $"Bearer {key}", TimeSpan.FromSeconds(600));

    private static ProviderSiteOptions Options(Uri address, string header, string value, TimeSpan postTimeout) =>
        new()
        {
            Provider = PiapiProvider.Name,
            BaseUrl = address,
            FileHosts = FileHosts,
            KeyHeader = header,
            KeyValue = value,
            PostTimeout = postTimeout,
        };
}
