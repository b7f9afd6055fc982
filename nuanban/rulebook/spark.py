"""The cluster engine. PySpark is an extra: only this file imports it.

Whole-stage code generation is off: with this many expressions it makes methods that the JVM
compiles badly (measured three times slower at five million people).
"""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nuanban.rulebook.engines import as_frame
from nuanban.rulebook.wide import Frame


class SparkEngine:
    """A session on `master`: `local[2]`, `spark://…`, `yarn`, `k8s://…`."""

    def __init__(self, master: str = "local[2]", memory: str = "4g") -> None:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # It tells of every connection that it closes, long after anybody listens.
        logging.getLogger("py4j").setLevel(logging.ERROR)
        from pyspark.sql import SparkSession

        builder: Any = SparkSession.builder
        self.session = (
            builder.master(master)
            .appName("nuanban rulebook")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.driver.memory", memory)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.session.timeZone", "Asia/Shanghai")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")

    def read(self, path: Path) -> Frame:
        """A file, or a folder partitioned by division; names of folders are no facts."""
        reader = self.session.read.option("recursiveFileLookup", "true")
        return as_frame(reader.parquet(str(path)))

    def kept(self, frame: Frame) -> Frame:
        """Kept by the executors, on disk where memory is short."""
        native: Any = frame.to_native()
        return as_frame(native.persist())

    def complete(self, frame: Frame) -> frozenset[str]:
        """To know it, a cluster would read everything once more."""
        return frozenset()

    def listed(self, frame: Frame, target: str, names: Mapping[str, str]) -> Frame:
        """Nothing listed is an empty list."""
        from pyspark.sql import functions as f

        parts = [f.when(f.col(c), f.lit(name)) for c, name in names.items()]
        listed = f.array_compact(f.array(*parts)) if parts else f.array().cast("array<string>")
        native: Any = frame.to_native()
        return as_frame(native.withColumn(target, listed))

    def write(self, frame: Frame, path: Path) -> int:
        """A folder of files, one for each part of the work."""
        native: Any = frame.to_native()
        native.write.mode("overwrite").parquet(str(path))
        return int(self.session.read.parquet(str(path)).count())

    def stop(self) -> None:
        """Ends the session."""
        self.session.stop()
