using Atelier.Core.Catalogue;

namespace Atelier.Server.Providers;

/// <summary>A provider that is switched on. Not a record: its text would hold the key.</summary>
internal sealed class ProviderSetting
{
    /// <summary>The id in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>From the provider's usual variable, such as <c>OPENAI_API_KEY</c>: the first that takes calls; empty for a server that wants none.</summary>
    public required string Key { get; init; }

    /// <summary>All its keys, where they were read with their variables; else <see cref="Key"/> is the only one.</summary>
    public IReadOnlyList<KeySetting> Keys { get; init; } = [];

    /// <summary>Its entry in the catalogue at the start, where it is one of the operator's own; null for those we know.</summary>
    public ProviderEntry? Entry { get; init; }

    /// <summary><c>ATELIER__Providers__{id}__Workflows</c>: the folder of ComfyUI's workflows; the default is workflows in the operator's catalogue.</summary>
    public string Workflows { get; init; } = "";

    /// <summary><c>ATELIER__Providers__{id}__BaseUrl</c>: scheme, host, port and perhaps a prefix; null is the real one.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary><c>ATELIER__Providers__stability__V1</c>: on or off; whether Stability's first API still serves. The default is on.</summary>
    public bool V1 { get; init; } = true;

    /// <summary><c>ATELIER__Providers__openai__PartialImages</c>: pictures shown before a finished one, 0 to 3, where the wire bills them. The default is 0.</summary>
    public int PartialImages { get; init; }

    /// <summary><c>ATELIER__Providers__{id}__UploadUrl</c>: where its wire uploads files, if that is another host; null is the real one, or the base.</summary>
    public Uri? UploadUrl { get; init; }

    /// <summary><c>ATELIER__Providers__{id}__MaskAsFile</c>: whether a mask goes along as a file of its own, where the wire leaves that open. The default is false.</summary>
    public bool MaskAsFile { get; init; }

    /// <summary>
    /// <c>ATELIER__Providers__{id}__HistoryShowsRunning</c>: whether the history of tasks shows those that have not ended, where the wire
    /// leaves that open. Only then a lost call that is not there counts as never arrived. The default is false.
    /// </summary>
    public bool HistoryShowsRunning { get; init; }
}
