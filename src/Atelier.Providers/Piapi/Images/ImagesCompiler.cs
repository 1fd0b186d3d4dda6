using Atelier.Core.Catalogue;
using Atelier.Core.Pricing;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Piapi.Images;

/// <summary>OpenAI's models at PiAPI: OpenAI's own words, at PiAPI's prices.</summary>
internal static class ImagesCompiler
{
    public static Compilation Compile(CompileOrder order) =>
        OpenAiCompiler.Compile(order) is Compilation.Ready ready
            ? new Compilation.Ready(ready.Call with { ExpectedNanos = ExpectedNanos(order, ready.Call) })
            : OpenAiCompiler.Compile(order);

    private static long ExpectedNanos(CompileOrder order, CompiledCall call)
    {
        var words = OpenAiCall.Read(call.Parameters);
        var listed = NanoDollars.Of(order.Offer.Price.Of(order.Request).Expected);
        return PixelSize.TryParse(words.Size, out var size)
            ? OpenAiEstimate.Nanos(order.Offer, PiapiPrices.Of(words.Model), words.Prompt, size, words.Quality)
                ?? listed
            : listed;
    }
}
