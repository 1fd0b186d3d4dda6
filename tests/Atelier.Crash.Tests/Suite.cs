// Each run wants the whole machine, and its workers are one role at the database.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
