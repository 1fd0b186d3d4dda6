using Atelier.Emulators.Control;
using Atelier.Emulators.Wires;

namespace Atelier.Emulators.Hosting;

/// <summary>The web application of the emulators.</summary>
internal static class EmulatorApp
{
    // Sixteen pictures of almost 50 MB, the most that OpenAI's edits take, are tested by their number only.
    private const long MostBodyBytes = 256L * 1024 * 1024;

    // The writer goes on below half of it; with less than two there is no such point.
    private const int LeastBuffer = 2;

    public static WebApplication Build(EmulatorOptions options, Emulator emulator, bool logging)
    {
        // Empty: no setting of the surroundings may add an address that others can reach.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        // A flush then ends when the bytes are with the system, which a cut right after it needs.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = LeastBuffer);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            var address = LoopbackAddress.Parse(options.Url);
            kestrel.Listen(address.Address, address.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        if (logging)
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        }

        var app = builder.Build();
        var handler = new WireHandler(options);
        app.Use(
            (context, next) =>
                context.Request.Path.Value!.Split('/', 3) is ["", var id, ..] && emulator.Find(id) is { } wire
                    ? handler.HandleAsync(context, wire)
                    : next(context)
        );
        app.MapControl(emulator);
        return app;
    }
}
