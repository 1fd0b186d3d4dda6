using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Serving;

/// <summary>Parts that a server gets with a clock that stands still: their rounds are those that a test asks for, and their patience has no end.</summary>
internal static class StillParts
{
    public static IServiceCollection AddStill<T>(this IServiceCollection services, FakeTimeProvider? time = null)
        where T : class =>
        services.AddSingleton(of => ActivatorUtilities.CreateInstance<T>(of, time ?? new FakeTimeProvider()));

    /// <summary>One of several parts of a kind.</summary>
    public static IServiceCollection AddStill<TKind, T>(this IServiceCollection services)
        where TKind : class
        where T : class, TKind =>
        services.AddSingleton<TKind, T>(of => ActivatorUtilities.CreateInstance<T>(of, new FakeTimeProvider()));
}
