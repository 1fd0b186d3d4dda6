using Atelier.Server.Presentations.Reading;

namespace Atelier.Server.Presentations;

/// <summary>The parts of the presentation doors.</summary>
internal static class DeckServices
{
    public static IServiceCollection AddDeckDoors(this IServiceCollection services)
    {
        services.AddSingleton<DeckNames>();
        services.AddSingleton<DeckViews>();
        services.AddSingleton<DeckFailure>();
        services.AddSingleton<ReferenceReader>();
        services.AddSingleton<SourceReader>();
        services.AddSingleton<GenerateReader>();
        services.AddSingleton<RegenerateReader>();
        services.AddSingleton<UpscaleReader>();
        services.AddSingleton<EditReader>();
        services.AddSingleton<CutReader>();
        services.AddSingleton<DeckDesk>();
        return services;
    }

    public static void MapDeckDoors(this IEndpointRouteBuilder routes)
    {
        routes.MapDeckImages();
        routes.MapDeckUsage();
    }
}
