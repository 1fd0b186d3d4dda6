namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>models</c> and checks what one entry says of another.</summary>
internal static class ModelSection
{
    public static IReadOnlyList<(ModelEntry Entry, MapReader Reader)> Read(
        IEnumerable<MapReader> readers,
        IReadOnlyCollection<ProviderEntry> providers
    )
    {
        var names = new NameList();
        var models = new List<(ModelEntry Entry, MapReader Reader)>();
        foreach (var reader in readers)
        {
            models.Add((ReadModel(reader, names, providers), reader));
        }

        // An id wins over an alias that stands before it in the file, so aliases are taken when all ids are.
        foreach (var (model, reader) in models)
        {
            foreach (var alias in model.Aliases)
            {
                names.Take(alias, reader, "aliases");
            }
        }

        CheckSuccessors(models);
        return models;
    }

    private static ModelEntry ReadModel(MapReader reader, NameList names, IReadOnlyCollection<ProviderEntry> providers)
    {
        var model = new ModelEntry
        {
            Id = reader.Id(names),
            Name = reader.Text("name"),
            Version = reader.Text("version"),
            Aliases = reader.OptionalTexts("aliases"),
            Strengths = reader.Choices<ModelTag>("strengths"),
            Weaknesses = reader.Choices<ModelTag>("weaknesses"),
            Grade = reader.Choice<ModelGrade>("grade"),
            AestheticScore = reader.Integer("aesthetic_score", 1, 10),
            PhotorealismScore = reader.Integer("photorealism_score", 1, 10),
            Credits = reader.Has("credits") ? PriceSection.ReadPictures(reader, "credits") : null,
            Retires = reader.OptionalDate("retires"),
            Successor = reader.OptionalText("successor"),
            UnfitStyles = reader.OptionalTexts("unfit_styles"),
            Offers = ReadOffers(reader, providers),
        };
        reader.RejectUnknownKeys();
        return model;
    }

    private static List<OfferEntry> ReadOffers(MapReader reader, IReadOnlyCollection<ProviderEntry> providers)
    {
        var names = new NameList();
        var offers = new List<OfferEntry>();
        foreach (var block in reader.Blocks("offers"))
        {
            var offer = OfferSection.Read(block, providers);
            names.Take($"{offer.Provider} {offer.ProviderModel}", block, "provider_model");
            offers.Add(offer);
        }

        return offers;
    }

    private static void CheckSuccessors(IReadOnlyCollection<(ModelEntry Entry, MapReader Reader)> models)
    {
        var ids = models.Select(model => model.Entry.Id).ToList();
        var successors = models
            .Where(model => model.Entry.Successor is not null)
            .DistinctBy(model => model.Entry.Id)
            .ToDictionary(model => model.Entry.Id, model => model.Entry.Successor!);
        foreach (var (model, reader) in models)
        {
            if (model.Successor is not { } successor)
            {
                if (reader.Has("retires"))
                {
                    reader.Fail("retires", "needs a successor; name the model that takes over.");
                }
            }
            else if (!reader.Has("retires"))
            {
                reader.Fail("successor", "needs the day it takes over; write retires.");
            }
            else if (!ids.Contains(successor))
            {
                reader.FailName(
                    "successor",
                    Sections.Models,
                    successor,
                    $"\"{successor}\" is not the id of a model; {Wording.Allowed(successor, ids)}"
                );
            }
            else if (EndsWhereItBegan(model.Id, successors))
            {
                reader.Fail("successor", $"\"{successor}\" leads back to {model.Id}; end the chain at another model.");
            }
        }
    }

    private static bool EndsWhereItBegan(string start, Dictionary<string, string> successors)
    {
        var next = start;
        for (var step = 0; step < successors.Count && successors.TryGetValue(next, out var successor); step++)
        {
            next = successor;
            if (next == start)
            {
                return true;
            }
        }

        return false;
    }
}
