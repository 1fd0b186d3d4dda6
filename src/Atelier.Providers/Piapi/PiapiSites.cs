using System.Text;
using Atelier.Providers.Http;

namespace Atelier.Providers.Piapi;

/// <summary>The three ways to PiAPI that one key opens. Each sends it to its own host alone.</summary>
public sealed class PiapiSites : IDisposable
{
    internal PiapiSites(string key, ProviderSite tasks, ProviderSite images, ProviderSite uploads)
    {
        (Tasks, Images, Uploads) = (tasks, images, uploads);
        Secrets = new CallbackSecrets(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>Tasks, account and histories.</summary>
    internal ProviderSite Tasks { get; }

    /// <summary>Pictures in OpenAI's shape, which come with the answer.</summary>
    internal ProviderSite Images { get; }

    /// <summary>Files for tasks to look at.</summary>
    internal ProviderSite Uploads { get; }

    internal CallbackSecrets Secrets { get; }

    public void Dispose()
    {
        Tasks.Dispose();
        Images.Dispose();
        Uploads.Dispose();
    }
}
