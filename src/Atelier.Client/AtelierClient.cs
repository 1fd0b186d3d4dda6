using System.Net;
using Atelier.Client.Http;
using Atelier.Client.Photos;

namespace Atelier.Client;

/// <summary>The doors of an Atelier service. Safe to be used by many threads at once; meant to live as long as the application.</summary>
public sealed class AtelierClient : IDisposable
{
    private readonly HttpClient? _own;

    /// <summary>A client with connections of its own, which <see cref="Dispose"/> closes.</summary>
    /// <exception cref="ArgumentException">There is no base address, or an option is out of its range.</exception>
    public AtelierClient(AtelierClientOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var handler = new SocketsHttpHandler
        {
            UseCookies = options.Cookies is not null,
            CookieContainer = options.Cookies ?? new CookieContainer(),
            // A name that moves to another address is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        // Each call has its own limit, and photos on a slow line may take longer than any one of them.
        _own = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Photos = Connect(_own, options, time);
    }

    /// <summary>A client over connections of the caller, such as those of an <c>IHttpClientFactory</c>; cookies are then its business.</summary>
    /// <exception cref="ArgumentException">There is no base address, or an option is out of its range.</exception>
    public AtelierClient(HttpClient http, AtelierClientOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        options ??= new AtelierClientOptions();
        if (options.Cookies is not null)
        {
            throw new ArgumentException("Cookies belong to the handler of the HttpClient given.", nameof(options));
        }

        Photos = Connect(http, options, time);
    }

    /// <summary>Upload a photo, restyle it, follow the work, download the result.</summary>
    public PhotoClient Photos { get; }

    /// <summary>Closes the connections this client opened itself.</summary>
    public void Dispose() => _own?.Dispose();

    private static PhotoClient Connect(HttpClient http, AtelierClientOptions options, TimeProvider? time)
    {
        options.Check();
        var address =
            options.BaseAddress
            ?? http.BaseAddress
            ?? throw new ArgumentException("Set the base address, such as http://127.0.0.1:5080.", nameof(options));
        time ??= TimeProvider.System;
        return new PhotoClient(new Transport(http, new Origin(address, options.ApiKey), options, time), options, time);
    }
}
