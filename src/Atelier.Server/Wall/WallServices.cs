using Atelier.Data.Accounts;
using Atelier.Server.Addresses;
using Atelier.Server.Headers;
using Atelier.Server.Setup;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Wall;

/// <summary>What stands between a connection and the doors.</summary>
internal static class WallServices
{
    public static void AddWall(this IServiceCollection services)
    {
        services
            .AddOptions<WallOptions>()
            .BindConfiguration(WallOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelWall>();
        // As much as Kestrel itself reads ahead; the sockets beneath it would read a megabyte more.
        services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = KestrelWall.MostReadAhead);
        services.AddSingleton<ClientAddress>();
        services.AddSingleton<CrossOrigin>();
        services.AddSingleton<PublicOrigin>();
        services.AddSingleton<AnswerHeaders>();
        services.AddSingleton<GuessGuard>();
        services.AddSingleton<UrlEpochStore>();
    }

    /// <summary>Takes the scheme from a trusted proxy, and puts the headers on every answer.</summary>
    public static void UseWall(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ServerSettings>().TrustedProxies.Count > 0)
        {
            var addresses = app.Services.GetRequiredService<ClientAddress>();
            app.Use(
                (context, next) =>
                {
                    context.Request.Scheme = addresses.SchemeOf(context) ?? context.Request.Scheme;
                    return next(context);
                }
            );
        }

        var headers = app.Services.GetRequiredService<AnswerHeaders>();
        app.Use(
            (context, next) =>
            {
                headers.Add(context);
                return next(context);
            }
        );
    }

    /// <summary>Answers browsers that ask whether a page elsewhere may call.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var crossOrigin = app.Services.GetRequiredService<CrossOrigin>();
        app.Use((context, next) => crossOrigin.Answer(context) ? Task.CompletedTask : next(context));
    }
}
