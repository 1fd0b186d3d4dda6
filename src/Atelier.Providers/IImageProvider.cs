namespace Atelier.Providers;

/// <summary>An adapter: compiles a request to a provider's own parameters, sends it, maps the answer. Nothing else.</summary>
public interface IImageProvider
{
    /// <summary>The id in the catalogue, such as <c>local</c>.</summary>
    string Id { get; }

    /// <summary>Whether a call costs money, so that it needs an intent before it is sent.</summary>
    bool Paid { get; }

    /// <summary>The request in the provider's own words. Pure: the result is frozen in the plan.</summary>
    CompiledCall Compile(CompileOrder order);

    /// <summary>Makes the pictures of these slots.</summary>
    /// <exception cref="ProviderException">The provider refused or failed.</exception>
    Task<IReadOnlyList<ProviderPicture>> SubmitAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        CancellationToken cancellationToken
    );
}
