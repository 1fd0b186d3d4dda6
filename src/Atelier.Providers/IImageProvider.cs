using Atelier.Providers.Calls;

namespace Atelier.Providers;

/// <summary>
/// An adapter: compiles a request to a provider's own parameters. Then it is either an <see cref="IPainter"/> inside this
/// process or an <see cref="IRemoteProvider"/> that is called and paid.
/// </summary>
public interface IImageProvider
{
    /// <summary>The id in the catalogue, such as <c>local</c>.</summary>
    string Id { get; }

    /// <summary>The request in the provider's own words, or why it cannot be said in them. Pure: the result is frozen in the plan.</summary>
    Compilation Compile(CompileOrder order);
}
